package dev.lanewise.tokenizer.format;

import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.decode.BpeDecoder;
import dev.lanewise.tokenizer.decode.ByteFallbackDecoder;
import dev.lanewise.tokenizer.decode.ByteLevelDecoder;
import dev.lanewise.tokenizer.decode.Decoder;
import dev.lanewise.tokenizer.decode.MetaspaceDecoder;
import dev.lanewise.tokenizer.decode.StripDecoder;
import dev.lanewise.tokenizer.decode.WordPieceDecoder;
import dev.lanewise.tokenizer.split.Metaspace;

/** Reads the {@code decoder} of a {@code tokenizer.json}: the table to extend for a new one. */
final class DecoderJson {
  private DecoderJson() {}

  static Decoder read(JsonNode node) {
    return switch (Components.type(node)) {
      case "BPEDecoder" -> {
        node.allowOnly("type", "suffix");
        JsonNode suffix = node.get("suffix");
        if (suffix.string().isEmpty()) {
          throw suffix.error("is empty: every place would be the end of a word");
        }
        yield new BpeDecoder(suffix.string());
      }
      case "ByteLevel" -> {
        // The settings are those of the splitter and the post-processor of the same name.
        node.allowOnly("type", "add_prefix_space", "trim_offsets", "use_regex");
        yield new ByteLevelDecoder();
      }
      case "WordPiece" -> {
        node.allowOnly("type", "prefix", "cleanup");
        yield new WordPieceDecoder(node.get("prefix").string(), node.get("cleanup").bool());
      }
      case "Metaspace" -> {
        Metaspace metaspace = MetaspaceJson.read(node);
        yield new MetaspaceDecoder(
            metaspace.mark(), metaspace.prependScheme() != Metaspace.PrependScheme.NEVER);
      }
      case "ByteFallback" -> {
        node.allowOnly("type");
        yield new ByteFallbackDecoder();
      }
      case "Fuse" -> {
        node.allowOnly("type");
        yield Decoder.FUSE;
      }
      case "Strip" -> {
        node.allowOnly("type", "content", "start", "stop");
        yield new StripDecoder(
            Components.character(node.get("content")),
            node.get("start").integer(0, Integer.MAX_VALUE),
            node.get("stop").integer(0, Integer.MAX_VALUE));
      }
      case "Replace" -> replace(node);
      case "Sequence" -> {
        node.allowOnly("type", "decoders");
        yield Decoder.sequence(
            node.get("decoders").elements().stream().map(DecoderJson::read).toList());
      }
      default -> throw Components.unsupported(node, "decoder");
    };
  }

  private static Decoder replace(JsonNode node) {
    node.allowOnly("type", "pattern", "content");
    JsonNode pattern = node.get("pattern");
    if (!pattern.has("String")) {
      throw pattern.error("unsupported pattern: must be a \"String\"");
    }
    pattern.allowOnly("String");
    String replaced = pattern.get("String").string();
    String content = node.get("content").string();
    if (replaced.isEmpty()) {
      throw pattern.error("replaces nothing");
    }
    return Decoder.each(token -> token.replace(replaced, content));
  }
}
