package dev.lanewise.tokenizer.format;

import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;
import java.util.function.Supplier;

/** What the readers of a tokenizer's components share. */
final class Components {
  private Components() {}

  static String type(JsonNode node) {
    return node.get("type").string();
  }

  static JsonException unsupported(JsonNode node, String kind) {
    return node.get("type").error("unsupported " + kind + " " + node.get("type"));
  }

  /** A string of one code point. */
  static int character(JsonNode node) {
    String string = node.string();
    if (string.codePointCount(0, string.length()) != 1) {
      throw node.error("must be one character, found " + node);
    }
    return string.codePointAt(0);
  }

  /** Turns what a constructor objects to into an error with the place in the file. */
  static <T> T checked(JsonNode node, Supplier<T> constructor) {
    try {
      return constructor.get();
    } catch (IllegalArgumentException e) {
      throw node.error(String.valueOf(e.getMessage()));
    }
  }
}
