/**
 * Reads the files that describe a tokenizer: {@code tokenizer.json}, {@code vocab.txt}, {@code
 * tokenizer_config.json}.
 *
 * <p>Each kind of component has one reader, with one {@code switch} over its {@code type}; what it
 * doesn't know it refuses with the JSON path, since a step that is skipped gives wrong ids.
 */
package dev.lanewise.tokenizer.format;
