/**
 * Text while it is tokenized: code points that remember where in the original string they came
 * from, and what Unicode says about each of them.
 *
 * <p>The Unicode data is generated ({@code scripts/make_unicode_tables.py} and its like) and not
 * the JDK's: the reference tokenizers library mixes several Unicode versions, and a newer JDK must
 * not change a vector.
 */
package dev.lanewise.tokenizer.text;
