package dev.lanewise.tokenizer.format;

import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.subword.SubwordModel;
import dev.lanewise.tokenizer.subword.Vocabulary;
import dev.lanewise.tokenizer.subword.WordPiece;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the {@code model} of a {@code tokenizer.json}: the table to extend for a new one. */
final class ModelJson {
  private ModelJson() {}

  static SubwordModel read(JsonNode node) {
    // Files of the library's first versions don't name the model's type; only WordPiece has this
    // key.
    boolean untyped = !node.has("type") && node.has("continuing_subword_prefix");
    return switch (untyped ? "WordPiece" : Components.type(node)) {
      case "WordPiece" -> wordPiece(node);
      default -> throw Components.unsupported(node, "model");
    };
  }

  private static SubwordModel wordPiece(JsonNode node) {
    node.allowOnly(
        "type", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word", "vocab");
    return Components.checked(
        node,
        () ->
            new WordPiece(
                vocabulary(node.get("vocab")),
                node.get("unk_token").string(),
                node.get("continuing_subword_prefix").string(),
                node.get("max_input_chars_per_word").integer(0, Integer.MAX_VALUE)));
  }

  private static Vocabulary vocabulary(JsonNode node) {
    Map<String, Integer> ids = new LinkedHashMap<>();
    node.fields().forEach((token, id) -> ids.put(token, id.integer(0, Integer.MAX_VALUE)));
    return Components.checked(node, () -> new Vocabulary(ids));
  }
}
