package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextFileTest {
  @Test
  void plainTextIsOneTextALine() {
    assertEquals(List.of("a", "", " b ", "c"), read(TextFormat.TXT, "a\n\n b \r\nc"));
    assertEquals(List.of("a"), read(TextFormat.TXT, "a\n"));
    assertEquals(List.of(), read(TextFormat.TXT, ""));
    assertEquals(List.of("a\u2028b\u0085c"), read(TextFormat.TXT, "a\u2028b\u0085c"));
  }

  @Test
  void aByteOrderMarkIsDroppedInFrontOnly() {
    assertEquals(List.of("a\uFEFF"), read(TextFormat.TXT, "\uFEFFa\uFEFF"));
    assertEquals(List.of("a"), read(TextFormat.JSONL, "\uFEFF\"a\""));
  }

  @Test
  void invalidBytesBecomeReplacementCharacters() {
    byte[] bytes = {'a', (byte) 0xFF, 'b', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '\n'};
    List<String> texts = read(TextFormat.TXT, bytes, Optional.empty());
    assertEquals(1, texts.size());
    assertTrue(texts.get(0).matches("a\uFFFDb\uFFFD+"), texts.get(0));
  }

  @Test
  void jsonLinesAreStringsOrObjectsWithAText() {
    String lines =
        """
        "a\\nb"
        {"id": 1, "text": "c", "tags": ["x", {"text": "no"}]}
        {"text": ""}
        "\\ud83d\\ude00 \\ud800 \\udc00x"
        """;
    assertEquals(
        List.of("a\nb", "c", "", "\uD83D\uDE00 \uFFFD \uFFFDx"), read(TextFormat.JSONL, lines));
  }

  @Test
  void jsonLinesOfAnythingElseAreRefusedWithTheirNumber() {
    for (String line : List.of("1", "null", "[\"a\"]", "{\"t\": \"a\"}", "{\"text\": 1}", "")) {
      refuses(
          TextFormat.JSONL,
          "\"ok\"\n" + line + "\n\"ok\"",
          "test: line 2 is not a string or an object with");
    }
    for (String line : List.of("{", "\"a\" x", "\"a", "'a'")) {
      refuses(TextFormat.JSONL, "\"ok\"\n" + line, "test: line 2 is");
    }
  }

  @Test
  void columnsAreChosenByName() {
    String csv = "id,body\n1,\"a, \"\"b\"\"\nc\"\n2,d\n";
    byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
    assertEquals(List.of("a, \"b\"\nc", "d"), read(TextFormat.CSV, bytes, Optional.of("body")));
    refuses(TextFormat.CSV, csv, "choose one with --column");
    Exception missing =
        assertThrows(
            IllegalArgumentException.class,
            () -> read(TextFormat.CSV, bytes, Optional.of("title")));
    assertTrue(String.valueOf(missing.getMessage()).contains("no column \"title\""));
  }

  @Test
  void aSingleColumnNeedsNoName() {
    assertEquals(List.of("a", "b c"), read(TextFormat.CSV, "text\na\nb c\n"));
    assertEquals(
        List.of("b"),
        read(
            TextFormat.TSV,
            "id\ttext\n1\tb\n".getBytes(StandardCharsets.UTF_8),
            Optional.of("text")));
  }

  @Test
  void theNameTellsTheFormat() {
    assertEquals(TextFormat.JSONL, TextFormat.of("a.JSONL"));
    assertEquals(TextFormat.JSONL, TextFormat.of("a.ndjson"));
    assertEquals(TextFormat.CSV, TextFormat.of("x/y.csv"));
    assertEquals(TextFormat.TSV, TextFormat.of("y.tsv"));
    assertEquals(TextFormat.TXT, TextFormat.of("notes"));
  }

  private static void refuses(TextFormat format, String content, String message) {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> read(format, content), content);
    assertTrue(String.valueOf(e.getMessage()).contains(message), e::toString);
  }

  private static List<String> read(TextFormat format, String content) {
    return read(format, content.getBytes(StandardCharsets.UTF_8), Optional.empty());
  }

  private static List<String> read(TextFormat format, byte[] bytes, Optional<String> column) {
    try (Stream<String> texts =
        TextFile.read("test", new ByteArrayInputStream(bytes), format, column)) {
      return texts.toList();
    }
  }
}
