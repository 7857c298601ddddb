package dev.lanewise.tokenizer.format;

import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.subword.SubwordModel;
import dev.lanewise.tokenizer.subword.Unigram;
import dev.lanewise.tokenizer.subword.Vocabulary;
import dev.lanewise.tokenizer.subword.WordPiece;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reads the {@code model} of a {@code tokenizer.json}: the table to extend for a new one. */
final class ModelJson {
  private ModelJson() {}

  static SubwordModel read(JsonNode node) {
    return switch (type(node)) {
      case "WordPiece" -> wordPiece(node);
      case "Unigram" -> unigram(node);
      default -> throw Components.unsupported(node, "model");
    };
  }

  /**
   * Files of the library's first versions don't name the model's type: only WordPiece has a longest
   * word, only Unigram a list of pieces.
   */
  private static String type(JsonNode node) {
    if (node.has("type")) {
      return Components.type(node);
    }
    if (node.has("max_input_chars_per_word")) {
      return "WordPiece";
    }
    return node.get("vocab").isArray() ? "Unigram" : Components.type(node);
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

  private static SubwordModel unigram(JsonNode node) {
    node.allowOnly("type", "unk_id", "vocab", "byte_fallback");
    List<JsonNode> vocabulary = node.get("vocab").elements();
    List<String> pieces = new ArrayList<>(vocabulary.size());
    double[] scores = new double[vocabulary.size()];
    for (JsonNode entry : vocabulary) {
      List<JsonNode> parts = entry.elements();
      if (parts.size() != 2) {
        throw entry.error("must be a piece and its score");
      }
      scores[pieces.size()] = parts.get(1).number();
      pieces.add(parts.get(0).string());
    }
    OptionalInt unknownId =
        node.getOr(
            "unk_id", OptionalInt.empty(), id -> OptionalInt.of(id.integer(0, Integer.MAX_VALUE)));
    boolean byteFallback = node.getOr("byte_fallback", false, JsonNode::bool);
    return Components.checked(node, () -> new Unigram(pieces, scores, unknownId, byteFallback));
  }

  private static Vocabulary vocabulary(JsonNode node) {
    Map<String, Integer> ids = new LinkedHashMap<>();
    node.fields().forEach((token, id) -> ids.put(token, id.integer(0, Integer.MAX_VALUE)));
    return Components.checked(node, () -> new Vocabulary(ids));
  }
}
