package dev.lanewise.tokenizer.format;

import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.subword.Decoder;
import dev.lanewise.tokenizer.subword.WordPieceDecoder;

/** Reads the {@code decoder} of a {@code tokenizer.json}: the table to extend for a new one. */
final class DecoderJson {
  private DecoderJson() {}

  static Decoder read(JsonNode node) {
    return switch (Components.type(node)) {
      case "WordPiece" -> {
        node.allowOnly("type", "prefix", "cleanup");
        yield new WordPieceDecoder(node.get("prefix").string(), node.get("cleanup").bool());
      }
      default -> throw Components.unsupported(node, "decoder");
    };
  }
}
