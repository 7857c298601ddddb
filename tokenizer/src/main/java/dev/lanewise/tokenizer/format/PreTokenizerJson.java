package dev.lanewise.tokenizer.format;

import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.pattern.Literal;
import dev.lanewise.tokenizer.pattern.RegularExpressions;
import dev.lanewise.tokenizer.pattern.Run;
import dev.lanewise.tokenizer.pattern.TextPattern;
import dev.lanewise.tokenizer.pattern.WordPattern;
import dev.lanewise.tokenizer.split.BertPreTokenizer;
import dev.lanewise.tokenizer.split.ByteLevel;
import dev.lanewise.tokenizer.split.PreTokenizer;
import dev.lanewise.tokenizer.split.PreTokenizerSequence;
import dev.lanewise.tokenizer.split.Split;
import dev.lanewise.tokenizer.split.WhitespaceSplit;
import dev.lanewise.tokenizer.text.CharacterClasses;
import dev.lanewise.tokenizer.text.UnicodeTables;
import java.util.function.IntPredicate;

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
      case "ByteLevel" -> {
        node.allowOnly("type", "add_prefix_space", "trim_offsets", "use_regex");
        node.get("trim_offsets").bool(); // counts in the post-processor of the same name only
        yield new ByteLevel(
            node.get("add_prefix_space").bool(), node.getOr("use_regex", true, JsonNode::bool));
      }
      case "Digits" -> {
        node.allowOnly("type", "individual_digits");
        yield new Split(
            single(c -> CharacterClasses.isAny(c, CharacterClasses.DIGIT)),
            node.get("individual_digits").bool()
                ? Split.Behavior.ISOLATED
                : Split.Behavior.CONTIGUOUS,
            false);
      }
      case "Punctuation" -> {
        node.allowOnly("type", "behavior");
        yield new Split(
            single(c -> UnicodeTables.is(c, UnicodeTables.PUNCTUATION)),
            node.getOr("behavior", Split.Behavior.ISOLATED, PreTokenizerJson::behavior),
            false);
      }
      case "Split" -> {
        node.allowOnly("type", "pattern", "behavior", "invert");
        yield new Split(
            pattern(node.get("pattern")),
            behavior(node.get("behavior")),
            node.get("invert").bool());
      }
      case "Whitespace" -> {
        node.allowOnly("type");
        yield new Split(new WordPattern(), Split.Behavior.REMOVED, true);
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

  /** Each code point of a class by itself. */
  private static TextPattern single(IntPredicate member) {
    return new Run(member, 1, 1);
  }

  /** {@code {"String": "a"}} or {@code {"Regex": "a+"}}. */
  static TextPattern pattern(JsonNode node) {
    node.allowOnly("String", "Regex");
    if (node.has("Regex")) {
      JsonNode regex = node.get("Regex");
      return Components.checked(regex, () -> RegularExpressions.pattern(regex.string()));
    }
    JsonNode string = node.get("String");
    return Components.checked(string, () -> new Literal(string.string()));
  }

  private static Split.Behavior behavior(JsonNode node) {
    return switch (node.string()) {
      case "Removed" -> Split.Behavior.REMOVED;
      case "Isolated" -> Split.Behavior.ISOLATED;
      case "MergedWithPrevious" -> Split.Behavior.MERGED_WITH_PREVIOUS;
      case "MergedWithNext" -> Split.Behavior.MERGED_WITH_NEXT;
      case "Contiguous" -> Split.Behavior.CONTIGUOUS;
      default -> throw node.error("unsupported behavior " + node);
    };
  }
}
