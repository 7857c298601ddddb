/** Step four: the special tokens that a model wants around one text or a pair of texts. */
package dev.lanewise.tokenizer.template;
