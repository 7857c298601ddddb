package dev.lanewise.cli;

/** How results are printed that people and programs both read. */
enum OutputFormat {
  TABLE,
  JSON
}
