package dev.lanewise.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNodeTest {
  static JsonNode parse(String json) {
    return JsonNode.parse("file.json", ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static void refused(String message, Executable read) {
    assertEquals("file.json: " + message, assertThrows(JsonException.class, read).getMessage());
  }

  @Test
  void membersKeepTheirOrder() {
    assertEquals(
        List.of("b", "a", "c"),
        List.copyOf(parse("{\"b\": 1, \"a\": 2, \"c\": 3}").fields().keySet()));
  }

  @Test
  void anErrorNamesFileAndPath() {
    JsonNode json = parse("{\"a\": [{\"b\": 1}, {\"b\": \"x\"}]}");
    refused(
        "$.a[1].b: expected an integer, found \"x\"",
        () -> json.get("a").elements().get(1).get("b").integer(0, 9));
    refused("$.a[0]: lacks the key \"c\"", () -> json.get("a").elements().get(0).get("c"));
    refused("$.a: expected an object, found an array", () -> json.get("a").fields());
    refused("$: expected an array, found an object", json::elements);
    refused(
        "$.a[0].b: is odd",
        () -> {
          throw json.get("a").elements().get(0).get("b").error("is odd");
        });
  }

  @Test
  void anObjectOfIntegersKeepsItsOrderAndNamesWhatIsNone() {
    JsonNode json = parse("{\"a\": {\"y\": 1, \"x\": 0}}");
    assertEquals("{y=1, x=0}", json.get("a").integers(0, 9).toString());
    refused("$.a.y: must be an integer from 0 to 0, found 1", () -> json.get("a").integers(0, 0));
    refused("$.b: expected an integer, found null", () -> parse("{\"b\": null}").integers(0, 9));
    refused("$: expected an object, found an array", () -> parse("[1]").integers(0, 9));
  }

  @Test
  void nullIsNotAbsentButFoundAsNothing() {
    JsonNode json = parse("{\"a\": null}");
    assertTrue(json.has("a"));
    assertTrue(json.get("a").isNull());
    assertEquals(Optional.empty(), json.find("a"));
    assertFalse(json.has("b"));
    assertEquals("x", json.getOr("a", "x", JsonNode::string));
  }

  @Test
  void aKeyThatIsNotAllowedIsNamed() {
    refused(
        "$: has the unsupported key \"dropout\"",
        () -> parse("{\"type\": 1, \"dropout\": 2}").allowOnly("type"));
  }

  @Test
  void anIntegerIsWrittenAsOneAndInRange() {
    assertEquals(-7, parse("-7").integer(-7, 0));
    assertEquals(0, parse("-0").integer(0, 0));
    refused("$: must be an integer from 0 to 9, found 10", () -> parse("10").integer(0, 9));
    refused("$: must be an integer from 0 to 9, found -1", () -> parse("-1").integer(0, 9));
    refused("$: expected an integer, found 2.0", () -> parse("2.0").integer(0, 9));
    refused("$: expected an integer, found 2e0", () -> parse("2e0").integer(0, 9));
    refused("$: expected an integer, found true", () -> parse("true").integer(0, 9));
    refused(
        "$: must be an integer from 0 to 9, found 18446744073709551616",
        () -> parse("18446744073709551616").integer(0, 9));
  }

  @Test
  void anUnsignedFitsALong() {
    assertEquals(Long.MAX_VALUE, parse("9223372036854775807").unsigned());
    refused("$: is out of range: 9223372036854775808", parse("9223372036854775808")::unsigned);
    refused("$: expected an integer that is not negative, found -0", parse("-0")::unsigned);
    refused("$: expected an integer that is not negative, found 1.0", parse("1.0")::unsigned);
  }

  @Test
  void aNumberIsTheNearestDouble() {
    assertEquals(1e30, parse("1000000000000000019884624838656").number());
    assertEquals(-1.5e-3, parse("-1.5E-3").number());
    assertEquals(Double.POSITIVE_INFINITY, parse("1e999999").number());
    assertEquals(0.0, parse("1e-999999").number());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1\"", "null", "[]", "{}", "1"})
  void aValueOfAnotherTypeIsRefused(String json) {
    assertThrows(JsonException.class, parse(json)::bool);
  }

  @Test
  void longValuesAreCutInMessages() {
    String text = "x".repeat(1000);
    JsonException error = assertThrows(JsonException.class, parse('"' + text + '"')::bool);
    assertTrue(String.valueOf(error.getMessage()).length() < 200);
  }

  @Test
  void aFileThatCannotBeReadIsNamed(@TempDir Path folder) {
    Path missing = folder.resolve("missing.json");
    UncheckedIOException error =
        assertThrows(UncheckedIOException.class, () -> JsonNode.read(missing));
    assertTrue(String.valueOf(error.getMessage()).startsWith(missing.toString()));
  }
}
