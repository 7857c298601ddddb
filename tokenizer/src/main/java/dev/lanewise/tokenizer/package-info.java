/**
 * Text to token ids and back, as a model folder's {@code tokenizer.json} (or {@code vocab.txt})
 * describes it.
 *
 * <p>{@link dev.lanewise.tokenizer.Tokenizer} is the entry and reads top to bottom: added tokens
 * are cut out ({@code special}), the text between them is rewritten ({@code normalize}), split into
 * words ({@code split}), each word into vocabulary pieces ({@code subword}), the result truncated
 * and put among the model's special tokens ({@code template}). {@code format} reads the files that
 * say which of these it is to be; what a file asks for and isn't supported is refused when it is
 * loaded.
 *
 * <p>Offsets are UTF-16 indices into the string that was passed, start inclusive, end exclusive. A
 * lone surrogate counts as U+FFFD. Everything public is immutable and thread-safe.
 */
package dev.lanewise.tokenizer;
