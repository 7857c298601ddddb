package dev.lanewise.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar is RFC 8259 to the letter, and an object names no key twice. */
class JsonParserTest {
  private static final int MAX_DEPTH = 128;

  private static String refusal(String json) {
    JsonException error = assertThrows(JsonException.class, () -> JsonNodeTest.parse(json), json);
    return error.detail();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[",
        "]",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "nul",
        "nulll",
        "True",
        "tru",
        "NaN",
        "Infinity",
        "-Infinity",
        "undefined",
        "1 2",
        "{}{}",
        "// x\n1",
        "1 /* x */",
        "#1",
        "1,",
        ",1",
        ":",
        "\"",
        "\"a",
        "'a'",
        "\"a\nb\"",
        "\"\t\"",
        "\"\u0000\"",
        "[1]\u0000",
        "\u00a01",
        "1\u000b",
        "\u000c1",
        "\u20281",
        "\ufeff{}"
      })
  void whatIsNotJsonIsRefused(String json) {
    refusal(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01", "-01", "00", "+1", "-", "--1", "1.", ".5", "-.5", "1e", "1e+", "1E-", "1.e1", "0x10",
        "1_000", "1e1.5", "١", "1f", "1L"
      })
  void aNumberThatIsNotWrittenRightIsRefused(String json) {
    refusal(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\\"",
        "\"\\x41\"",
        "\"\\'\"",
        "\"\\u12\"",
        "\"\\u12G4\"",
        "\"\\U0041\"",
        "\"\\0\"",
        "\"\\u\"",
        "\"\\u00e\"",
        "\"\\\n\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800x\"",
        "\"\\ud800\\n\"",
        "\"\\ud800\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\u١١١١\""
      })
  void anEscapeThatIsNoneIsRefused(String json) {
    refusal(json);
  }

  @Test
  void everyEscapeIsRead() {
    assertEquals(
        "\"\\/\b\f\n\r\té\ud83d\ude00\u0000",
        JsonNodeTest.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00E9\\uD83d\\uDe00\\u0000\"").string());
  }

  @Test
  void whitespaceStandsAnywhereBetween() {
    assertEquals(
        List.of(1, 2),
        JsonNodeTest.parse(" \t\r\n[ 1\n,\t2 ]\r ").elements().stream()
            .map(element -> element.integer(0, 9))
            .toList());
    assertTrue(JsonNodeTest.parse("{ }").fields().isEmpty());
    assertTrue(JsonNodeTest.parse("[\n]").elements().isEmpty());
  }

  @Test
  void aKeyMayNotStandTwice() {
    assertEquals(
        "character 8: the key \"a\" stands twice in one object", refusal("{\"a\":1, \"a\":1}"));
    assertEquals(
        "character 11: the key \"a\" stands twice in one object",
        refusal("{\"a\":null, \"\\u0061\":1}"));
    assertEquals(2, JsonNodeTest.parse("{\"a\":{\"a\":1},\"\":2}").fields().size());
  }

  @Test
  void nestingIsLimited() {
    assertEquals(1, JsonNodeTest.parse(nested(MAX_DEPTH)).elements().size());
    assertTrue(refusal(nested(MAX_DEPTH + 1)).contains("more than 128 levels deep"));
    assertTrue(refusal("[".repeat(1_000_000)).contains("more than 128 levels deep"));
    assertTrue(refusal("{\"a\":".repeat(1_000_000)).contains("more than 128 levels deep"));
  }

  @Test
  void depthCountsWhatIsOpenAndNotWhatIsThere() {
    assertEquals(500, JsonNodeTest.parse("[" + "[],".repeat(499) + "{}]").elements().size());
  }

  @ParameterizedTest
  @CsvSource({
    "22FF22, a byte that never occurs",
    "22C022, a lead byte without continuation",
    "22C0AF22, an overlong slash",
    "22EDA08022, a surrogate",
    "22F490808022, beyond U+10FFFF",
    "22E282, cut short",
    "228022, a continuation alone"
  })
  void whatIsNotUtf8IsRefused(String bytes, String what) {
    ByteBuffer buffer = ByteBuffer.wrap(HexFormat.of().parseHex(bytes));
    JsonException error =
        assertThrows(JsonException.class, () -> JsonNode.parse("file.json", buffer), what);
    assertEquals("file.json: $: is not valid UTF-8", error.getMessage());
  }

  @Test
  void theMessageSaysWhatWasExpectedWhere() {
    assertEquals("character 4: expected ',' or ']', found '2'", refusal("[1  2]"));
    assertEquals("character 1: expected a value, found U+00A0", refusal("[\u00a0]"));
    assertEquals("character 5: the document ends in the middle of a value", refusal("{\"a\":"));
    assertEquals("character 2: expected the end of the document, found 'x'", refusal("1 x"));
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }
}
