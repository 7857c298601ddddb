package dev.lanewise.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A Markdown table, and numbers as they stand in one. */
public final class Table {
  private final StringBuilder text = new StringBuilder();

  /**
   * @param columns their headings; all but the first are aligned to the right
   */
  public Table(String... columns) {
    row(columns);
    text.append("|---|").append("---:|".repeat(columns.length - 1)).append('\n');
  }

  /** Adds a row; a bar in a cell would end it, and is written as an entity. */
  public Table row(String... cells) {
    List<String> escaped =
        List.of(cells).stream().map(cell -> cell.replace("|", "&#124;")).toList();
    text.append("| ").append(String.join(" | ", escaped)).append(" |\n");
    return this;
  }

  /** A number with so many decimal places, the same in every locale. */
  public static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** A number with three significant digits. */
  static String number(double value) {
    double size = Math.abs(value);
    return number(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
  }

  /** A share of one, in percent. */
  static String percent(double share) {
    return number(100 * share, 0) + " %";
  }

  /** The same, and a dash for what was not measured. */
  static String percent(OptionalDouble share) {
    return share.isPresent() ? percent(share.getAsDouble()) : "–";
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
