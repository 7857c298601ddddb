/**
 * Step zero: tokens that are found in the text as literal strings ({@code [SEP]}, {@code <mask>})
 * before anything else looks at it.
 */
package dev.lanewise.tokenizer.special;
