/**
 * Text to token ids and back, as a model folder's {@code tokenizer.json} (or {@code vocab.txt}, or
 * {@code vocab.json} and {@code merges.txt}, or a SentencePiece model) describes it.
 *
 * <p>{@link dev.lanewise.tokenizer.Tokenizer} is the entry and reads top to bottom: added tokens
 * are cut out ({@code special}), the text between them is rewritten ({@code normalize}), split into
 * words ({@code split}, with what {@code pattern} finds), each word into vocabulary pieces ({@code
 * subword}), the result truncated and put among the model's special tokens ({@code template});
 * {@code decode} is the way back. {@code format} reads the files that say which of these it is to
 * be; what a file asks for and isn't supported is refused when it is loaded.
 *
 * <p>Offsets are UTF-16 indices into the string that was passed, start inclusive, end exclusive. A
 * lone surrogate counts as U+FFFD. Everything public is immutable and thread-safe.
 *
 * <p>Ids are the reference library's. What is known to differ from it (0.23): offsets of marks that
 * BERT's normalizer reorders point to where the mark came from; an added token is decoded as its
 * file spells it, not in its normalized form; {@code vocab.txt} and a Unigram vocabulary may not
 * hold a token twice, and a role's token that {@code vocab.txt} or a SentencePiece model lacks is
 * ordinary text; {@code Metaspace} with {@code add_prefix_space} false and no {@code
 * prepend_scheme} prepends nothing, where today's reference refuses to load it; the offsets of
 * byte-level tokens are trimmed before a text is cut, not after.
 */
package dev.lanewise.tokenizer;
