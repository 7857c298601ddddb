/**
 * Step two: normalized text is split into words, which the subword algorithm then looks at one by
 * one. A new splitter is one class here and one line in {@code format.PreTokenizerJson}.
 */
package dev.lanewise.tokenizer.split;
