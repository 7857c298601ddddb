package dev.lanewise.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.lanewise.engine.TextPair;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads texts, always as UTF-8: a byte or an escape that stands for no character becomes U+FFFD, as
 * does half a surrogate pair, and a byte order mark in front is dropped.
 */
final class TextFile {
  private static final String TEXT_FIELD = "text";
  private static final JsonFactory JSON = new JsonFactory();

  private final String name;
  private final BufferedReader reader;

  private TextFile(String name, BufferedReader reader) {
    this.name = name;
    this.reader = reader;
  }

  /**
   * The texts of a file, read as they are asked for. Reading fails with {@link
   * IllegalArgumentException} where the file isn't what its format says, and with {@link
   * UncheckedIOException}.
   *
   * @param name what the file is called, for messages
   * @param column the column to read of a file with columns; may be left out where there is but one
   */
  static Stream<String> read(
      String name, InputStream in, TextFormat format, Optional<String> column) {
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    TextFile file = new TextFile(name, reader);
    file.skipByteOrderMark();
    Stream<String> texts =
        switch (format) {
          case TXT -> reader.lines();
          case JSONL -> file.jsonLines();
          case CSV -> file.columns(',', column);
          case TSV -> file.columns('\t', column);
        };
    return texts.map(TextFile::wellFormed).onClose(file::close);
  }

  /**
   * The pairs of texts of a file with a JSON array of two strings a line; fails as {@link #read}
   * does.
   *
   * @param name what the file is called, for messages
   */
  static Stream<TextPair> readPairs(String name, InputStream in) {
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    TextFile file = new TextFile(name, reader);
    file.skipByteOrderMark();
    return file.lines(TextFile::pair, "an array of two strings").onClose(file::close);
  }

  private void skipByteOrderMark() {
    try {
      reader.mark(1);
      if (reader.read() != '\uFEFF') {
        reader.reset();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(name + ": can't be read: " + e.getMessage(), e);
    }
  }

  private Stream<String> jsonLines() {
    return lines(TextFile::text, "a string or an object with a string \"text\"");
  }

  /**
   * What JSON values say, one a line.
   *
   * @param read gives nothing where a value isn't what was expected
   * @param expected what that is, for messages
   */
  private <T> Stream<T> lines(Function<JsonParser, Optional<T>> read, String expected) {
    Iterator<String> lines = reader.lines().iterator();
    Iterator<T> values =
        new Iterator<>() {
          private int line;

          @Override
          public boolean hasNext() {
            return lines.hasNext();
          }

          @Override
          public T next() {
            line++;
            return json(lines.next(), line, read, expected);
          }
        };
    Iterable<T> iterable = () -> values;
    return StreamSupport.stream(iterable.spliterator(), false);
  }

  private <T> T json(
      String line, int number, Function<JsonParser, Optional<T>> read, String expected) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line)) {
      Optional<T> value = read.apply(parser);
      if (value.isPresent() && parser.nextToken() == null) {
        return value.get();
      }
    } catch (JacksonException e) {
      throw bad("line " + number + " is not JSON: " + e.getOriginalMessage());
    }
    throw bad("line " + number + " is not " + expected);
  }

  private static Optional<TextPair> pair(JsonParser parser) {
    if (parser.nextToken() != JsonToken.START_ARRAY
        || parser.nextToken() != JsonToken.VALUE_STRING) {
      return Optional.empty();
    }
    String first = parser.getString();
    if (parser.nextToken() != JsonToken.VALUE_STRING) {
      return Optional.empty();
    }
    String second = parser.getString();
    return parser.nextToken() == JsonToken.END_ARRAY
        ? Optional.of(new TextPair(wellFormed(first), wellFormed(second)))
        : Optional.empty();
  }

  private static Optional<String> text(JsonParser parser) {
    JsonToken first = parser.nextToken();
    if (first == JsonToken.VALUE_STRING) {
      return Optional.of(parser.getString());
    }
    if (first != JsonToken.START_OBJECT) {
      return Optional.empty();
    }
    Optional<String> text = Optional.empty();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals(TEXT_FIELD) && value == JsonToken.VALUE_STRING) {
        text = Optional.of(parser.getString());
      }
      parser.skipChildren();
    }
    return text;
  }

  private Stream<String> columns(char separator, Optional<String> column) {
    CsvReader<NamedCsvRecord> records =
        CsvReader.builder().fieldSeparator(separator).ofNamedCsvRecord(reader);
    Iterator<NamedCsvRecord> rows = records.iterator();
    Iterator<String> texts =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            try {
              return rows.hasNext();
            } catch (CsvParseException e) {
              throw bad(String.valueOf(e.getMessage()));
            }
          }

          @Override
          public String next() {
            NamedCsvRecord row = rows.next();
            String name = column.orElseGet(() -> onlyColumn(row));
            return row.findField(name)
                .orElseThrow(
                    () ->
                        bad(
                            "line "
                                + row.getStartingLineNumber()
                                + " has no column \""
                                + name
                                + "\", only "
                                + row.getHeader()));
          }
        };
    Iterable<String> iterable = () -> texts;
    return StreamSupport.stream(iterable.spliterator(), false);
  }

  private String onlyColumn(NamedCsvRecord row) {
    if (row.getHeader().size() != 1) {
      throw bad("has the columns " + row.getHeader() + "; choose one with --column");
    }
    return row.getHeader().get(0);
  }

  private IllegalArgumentException bad(String problem) {
    return new IllegalArgumentException(name + ": " + problem);
  }

  private void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(name + ": can't be closed: " + e.getMessage(), e);
    }
  }

  /** The text with U+FFFD for each half of a surrogate pair that lacks the other. */
  static String wellFormed(String text) {
    StringBuilder fixed = null;
    for (int i = 0; i < text.length(); i++) {
      int codePoint = text.codePointAt(i);
      if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        fixed = fixed == null ? new StringBuilder(text) : fixed;
        fixed.setCharAt(i, '\uFFFD');
      }
      i += Character.charCount(codePoint) - 1;
    }
    return fixed == null ? text : fixed.toString();
  }
}
