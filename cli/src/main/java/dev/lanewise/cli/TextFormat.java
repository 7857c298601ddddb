package dev.lanewise.cli;

import java.util.Locale;

/** How texts stand in a file. */
enum TextFormat {
  /** One text a line. */
  TXT,
  /** One JSON value a line: a string, or an object with a field {@code text}. */
  JSONL,
  /** Comma-separated values with a header. */
  CSV,
  /** Tab-separated values with a header. */
  TSV;

  /** The format that a file's name tells; plain text where it tells none. */
  static TextFormat of(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      return JSONL;
    }
    if (name.endsWith(".csv")) {
      return CSV;
    }
    return name.endsWith(".tsv") ? TSV : TXT;
  }
}
