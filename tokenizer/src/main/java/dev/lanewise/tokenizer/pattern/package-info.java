/**
 * What splitters and replacing normalizers look for: literal strings, and the regular expressions
 * that published tokenizers use, each as a scanner that looks at every code point a bounded number
 * of times.
 *
 * <p>There is no engine for other expressions: {@code RegularExpressions} knows the published ones
 * by their spelling and refuses the rest.
 */
package dev.lanewise.tokenizer.pattern;
