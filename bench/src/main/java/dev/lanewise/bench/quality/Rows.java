package dev.lanewise.bench.quality;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The rows of a file of tab-separated columns. */
final class Rows {
  private Rows() {}

  /** Rows of at least so many columns; the last takes what is left of a line that has more. */
  static List<String[]> of(Path file, int columns) throws IOException {
    List<String[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] row = line.split("\t", columns);
      if (row.length < columns) {
        throw new IOException(
            file + ", line " + (rows.size() + 1) + ": " + row.length + " columns, not " + columns);
      }
      rows.add(row);
    }
    return rows;
  }
}
