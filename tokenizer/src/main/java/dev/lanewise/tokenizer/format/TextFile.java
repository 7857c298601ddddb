package dev.lanewise.tokenizer.format;

import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Reads a text file of one entry a line. */
final class TextFile {
  private TextFile() {}

  /**
   * A file's lines, which end with a line feed and with nothing else: U+2028 and the like may be
   * part of an entry. A carriage return before it belongs to the end of the line.
   *
   * @throws JsonException if the file isn't UTF-8 or begins with a byte order mark
   * @throws java.io.UncheckedIOException if it can't be read
   */
  static List<String> lines(ModelPath file) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file.read())).toString();
    } catch (CharacterCodingException e) {
      throw new JsonException(file.toString(), "text", "is not valid UTF-8");
    }
    if (text.startsWith("\uFEFF")) {
      throw new JsonException(
          file.toString(),
          "text",
          "begins with a byte order mark, which would become part of a token");
    }
    String[] lines = text.split("\n", -1);
    int count = lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
    for (int i = 0; i < count; i++) {
      if (lines[i].endsWith("\r")) {
        lines[i] = lines[i].substring(0, lines[i].length() - 1);
      }
    }
    return Arrays.asList(lines).subList(0, count);
  }
}
