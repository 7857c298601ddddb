package dev.lanewise.tokenizer.format;

import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.split.BertPreTokenizer;
import dev.lanewise.tokenizer.split.PreTokenizer;
import dev.lanewise.tokenizer.split.PreTokenizerSequence;
import dev.lanewise.tokenizer.split.WhitespaceSplit;

/**
 * Reads the {@code pre_tokenizer} of a {@code tokenizer.json}: the table to extend for a new one.
 */
final class PreTokenizerJson {
  private PreTokenizerJson() {}

  static PreTokenizer read(JsonNode node) {
    return switch (Components.type(node)) {
      case "BertPreTokenizer" -> {
        node.allowOnly("type");
        yield new BertPreTokenizer();
      }
      case "Sequence" -> {
        node.allowOnly("type", "pretokenizers");
        yield new PreTokenizerSequence(
            node.get("pretokenizers").elements().stream().map(PreTokenizerJson::read).toList());
      }
      case "Metaspace" -> MetaspaceJson.read(node);
      case "WhitespaceSplit" -> {
        node.allowOnly("type");
        yield new WhitespaceSplit();
      }
      default -> throw Components.unsupported(node, "pre-tokenizer");
    };
  }
}
