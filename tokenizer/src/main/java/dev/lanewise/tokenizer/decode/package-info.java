/**
 * The way back: tokens become text. A new decoder is one class here and one line in {@code
 * format.DecoderJson}.
 */
package dev.lanewise.tokenizer.decode;
