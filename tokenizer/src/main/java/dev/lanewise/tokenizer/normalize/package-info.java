/**
 * Step one after the added tokens are cut out: each piece of text is rewritten (cleaned,
 * lowercased, stripped of accents) before it is split into words. A new normalizer is one class
 * here and one line in {@code format.NormalizerJson}.
 */
package dev.lanewise.tokenizer.normalize;
