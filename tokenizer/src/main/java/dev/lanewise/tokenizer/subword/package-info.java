/**
 * Step three: a word becomes the ids of vocabulary pieces. A new algorithm is one class here and
 * one line in {@code format.TokenizerJson}.
 */
package dev.lanewise.tokenizer.subword;
