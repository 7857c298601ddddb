package dev.lanewise.tokenizer.format;

import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.subword.Bpe;
import dev.lanewise.tokenizer.subword.BpeSettings;
import dev.lanewise.tokenizer.subword.SubwordModel;
import dev.lanewise.tokenizer.subword.Unigram;
import dev.lanewise.tokenizer.subword.Vocabulary;
import dev.lanewise.tokenizer.subword.WordPiece;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reads the {@code model} of a {@code tokenizer.json}: the table to extend for a new one. */
final class ModelJson {
  private ModelJson() {}

  static SubwordModel read(JsonNode node) {
    return switch (type(node)) {
      case "BPE" -> bpe(node);
      case "WordPiece" -> wordPiece(node);
      case "Unigram" -> unigram(node);
      default -> throw Components.unsupported(node, "model");
    };
  }

  /**
   * Files of the library's first versions don't name the model's type: only byte-pair encoding has
   * merges, only WordPiece a longest word, only Unigram a list of pieces.
   */
  private static String type(JsonNode node) {
    if (node.has("type")) {
      return Components.type(node);
    }
    if (node.has("merges")) {
      return "BPE";
    }
    if (node.has("max_input_chars_per_word")) {
      return "WordPiece";
    }
    return node.get("vocab").isArray() ? "Unigram" : Components.type(node);
  }

  private static SubwordModel bpe(JsonNode node) {
    node.allowOnly(
        "type",
        "dropout",
        "unk_token",
        "continuing_subword_prefix",
        "end_of_word_suffix",
        "fuse_unk",
        "byte_fallback",
        "ignore_merges",
        "vocab",
        "merges");
    if (node.getOr("dropout", 0.0, JsonNode::number) != 0) {
      throw node.get("dropout").error("dropout would make token ids a matter of chance");
    }
    Vocabulary vocabulary = vocabulary(node.get("vocab"));
    List<Bpe.Merge> merges = merges(node.get("merges"));
    return Components.checked(
        node,
        () ->
            new Bpe(
                vocabulary,
                merges,
                new BpeSettings(
                    node.find("unk_token").map(JsonNode::string),
                    node.getOr("fuse_unk", false, JsonNode::bool),
                    node.getOr("byte_fallback", false, JsonNode::bool),
                    node.getOr("ignore_merges", false, JsonNode::bool),
                    node.getOr("continuing_subword_prefix", "", JsonNode::string),
                    node.getOr("end_of_word_suffix", "", JsonNode::string))));
  }

  /** Merges are pairs, {@code ["a", "b"]}, in older files joined by a space: {@code "a b"}. */
  private static List<Bpe.Merge> merges(JsonNode node) {
    List<Bpe.Merge> merges = new ArrayList<>();
    for (JsonNode element : node.elements()) {
      if (element.isString()) {
        if (!element.string().startsWith("#version")) {
          merges.add(merge(element, element.string()));
        }
      } else {
        List<JsonNode> parts = element.elements();
        if (parts.size() != 2) {
          throw element.error("expected two tokens, found " + parts.size());
        }
        merges.add(new Bpe.Merge(parts.get(0).string(), parts.get(1).string()));
      }
    }
    return merges;
  }

  private static Bpe.Merge merge(JsonNode node, String text) {
    int space = text.indexOf(' ');
    if (space < 0 || text.indexOf(' ', space + 1) >= 0) {
      throw node.error("expected two tokens with a space between, found " + node);
    }
    return new Bpe.Merge(text.substring(0, space), text.substring(space + 1));
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
    Map<String, Integer> ids = node.integers(0, Integer.MAX_VALUE);
    return Components.checked(node, () -> new Vocabulary(ids));
  }
}
