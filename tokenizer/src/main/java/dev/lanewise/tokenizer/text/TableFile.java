package dev.lanewise.tokenizer.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Reads a generated table of code points: one property a line, its name and then its items, with
 * hexadecimal numbers throughout.
 */
final class TableFile {
  private TableFile() {}

  /** Takes a property's name and items. */
  @FunctionalInterface
  interface Properties {
    void accept(String name, String[] items);
  }

  /** Takes a code point. */
  @FunctionalInterface
  interface CodePoints {
    void accept(int codePoint);
  }

  /** Takes a code point and what it is mapped to. */
  @FunctionalInterface
  interface Mappings {
    void accept(int codePoint, int[] sequence);
  }

  static void read(String name, Properties properties) {
    try (InputStream resource = TableFile.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalStateException(name + " is missing beside " + TableFile.class);
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          int space = line.indexOf(' ');
          properties.accept(line.substring(0, space), line.substring(space + 1).split(" ", -1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each code point of ranges like {@code 41-5A} or {@code 41}. */
  static void eachInRanges(String[] ranges, CodePoints codePoints) {
    for (String range : ranges) {
      int last = last(range);
      for (int c = first(range); c <= last; c++) {
        codePoints.accept(c);
      }
    }
  }

  /** Each code point of items like {@code C0=41.300}, with its sequence. */
  static void eachMapping(String[] items, Mappings mappings) {
    for (String item : items) {
      int equals = item.indexOf('=');
      mappings.accept(
          HexFormat.fromHexDigits(item, 0, equals), sequence(item.substring(equals + 1)));
    }
  }

  /** A sequence like {@code 41.300}. */
  static int[] sequence(String text) {
    String[] parts = text.split("\\.", -1);
    int[] codePoints = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      codePoints[i] = HexFormat.fromHexDigits(parts[i]);
    }
    return codePoints;
  }

  static int first(String range) {
    int mark = rangeMark(range);
    return HexFormat.fromHexDigits(mark < 0 ? range : range.substring(0, mark));
  }

  static int last(String range) {
    return HexFormat.fromHexDigits(range.substring(rangeMark(range) + 1));
  }

  private static int rangeMark(String range) {
    return Math.max(range.indexOf('-'), range.indexOf('~'));
  }
}
