/**
 * Step three: a word becomes the ids of vocabulary pieces. A new algorithm is one class here and
 * one line in {@code format.ModelJson}.
 */
package dev.lanewise.tokenizer.subword;
