/**
 * Step four: the ranges of byte-level tokens are trimmed, and the special tokens that a model wants
 * are put around one text or a pair of texts.
 */
package dev.lanewise.tokenizer.template;
