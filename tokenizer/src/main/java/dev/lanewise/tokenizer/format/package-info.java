/**
 * Reads the files that describe a tokenizer: {@code tokenizer.json}, or where there is none {@code
 * vocab.txt}, {@code vocab.json} with {@code merges.txt} or a SentencePiece model, with {@code
 * tokenizer_config.json}.
 *
 * <p>Each kind of component has one reader, with one {@code switch} over its {@code type}; what it
 * doesn't know it refuses with the JSON path, since a step that is skipped gives wrong ids.
 */
package dev.lanewise.tokenizer.format;
