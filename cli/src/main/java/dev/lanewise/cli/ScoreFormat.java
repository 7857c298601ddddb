package dev.lanewise.cli;

/** How scores are printed. */
enum ScoreFormat {
  /** A JSON object a line. */
  JSONL,
  /** One JSON array of the same objects. */
  JSON,
  /** Columns for people. */
  TABLE
}
