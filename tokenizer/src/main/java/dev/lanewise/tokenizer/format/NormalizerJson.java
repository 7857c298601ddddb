package dev.lanewise.tokenizer.format;

import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.normalize.BertNormalizer;
import dev.lanewise.tokenizer.normalize.ByteLevelNormalizer;
import dev.lanewise.tokenizer.normalize.Lowercase;
import dev.lanewise.tokenizer.normalize.Nmt;
import dev.lanewise.tokenizer.normalize.NormalForm;
import dev.lanewise.tokenizer.normalize.Normalizer;
import dev.lanewise.tokenizer.normalize.NormalizerSequence;
import dev.lanewise.tokenizer.normalize.Precompiled;
import dev.lanewise.tokenizer.normalize.Prepend;
import dev.lanewise.tokenizer.normalize.Replace;
import dev.lanewise.tokenizer.normalize.Strip;
import dev.lanewise.tokenizer.normalize.StripAccents;
import dev.lanewise.tokenizer.pattern.TextPattern;
import java.util.Base64;

/** Reads the {@code normalizer} of a {@code tokenizer.json}: the table to extend for a new one. */
final class NormalizerJson {
  private NormalizerJson() {}

  static Normalizer read(JsonNode node) {
    return switch (Components.type(node)) {
      case "BertNormalizer", "Bert" -> bert(node);
      case "ByteLevel" -> {
        node.allowOnly("type");
        yield new ByteLevelNormalizer();
      }
      case "Lowercase" -> {
        node.allowOnly("type");
        yield new Lowercase();
      }
      case "Nmt" -> {
        node.allowOnly("type");
        yield new Nmt();
      }
      case "Precompiled" -> precompiled(node);
      case "NFC", "NFD", "NFKC", "NFKD" -> {
        node.allowOnly("type");
        yield NormalForm.valueOf(Components.type(node));
      }
      case "Prepend" -> {
        node.allowOnly("type", "prepend");
        JsonNode prepend = node.get("prepend");
        yield Components.checked(prepend, () -> new Prepend(prepend.string()));
      }
      case "Replace" -> {
        node.allowOnly("type", "pattern", "content");
        TextPattern pattern = PreTokenizerJson.pattern(node.get("pattern"));
        JsonNode content = node.get("content");
        yield Components.checked(content, () -> new Replace(pattern, content.string()));
      }
      case "Strip" -> {
        node.allowOnly("type", "strip_left", "strip_right");
        yield new Strip(node.get("strip_left").bool(), node.get("strip_right").bool());
      }
      case "StripAccents" -> {
        node.allowOnly("type");
        yield new StripAccents();
      }
      case "Sequence" -> {
        node.allowOnly("type", "normalizers");
        yield new NormalizerSequence(
            node.get("normalizers").elements().stream().map(NormalizerJson::read).toList());
      }
      default -> throw Components.unsupported(node, "normalizer");
    };
  }

  private static Normalizer precompiled(JsonNode node) {
    node.allowOnly("type", "precompiled_charsmap");
    JsonNode map = node.get("precompiled_charsmap");
    return Components.checked(map, () -> new Precompiled(Base64.getDecoder().decode(map.string())));
  }

  private static Normalizer bert(JsonNode node) {
    node.allowOnly("type", "clean_text", "handle_chinese_chars", "strip_accents", "lowercase");
    boolean lowercase = node.get("lowercase").bool();
    return new BertNormalizer(
        node.get("clean_text").bool(),
        node.get("handle_chinese_chars").bool(),
        node.getOr("strip_accents", lowercase, JsonNode::bool),
        lowercase);
  }
}
