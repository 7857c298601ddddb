/**
 * The one JSON reader of {@code tokenizer} and {@code engine}, which may depend on nothing but the
 * JDK.
 *
 * <p>It reads what model folders hold: configuration files, vocabularies, safetensors headers. All
 * of it is untrusted, so the grammar is RFC 8259 to the letter (UTF-8 without a byte order mark, no
 * comments, no trailing commas, no lone surrogates), an object may not name a key twice, and
 * nesting is limited. Every error names the file and the JSON path. Internal: exported to our
 * modules only.
 */
package dev.lanewise.json;
