package dev.lanewise.tokenizer.format;

import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.subword.Vocabulary;
import dev.lanewise.tokenizer.template.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the {@code post_processor} of a {@code tokenizer.json}. */
final class TemplateJson {
  private TemplateJson() {}

  static Template read(Optional<JsonNode> node, Vocabulary vocabulary) {
    return node.map(processor -> read(processor, vocabulary)).orElse(Template.BARE);
  }

  private static Template read(JsonNode node, Vocabulary vocabulary) {
    return switch (node.get("type").string()) {
      case "TemplateProcessing" -> template(node, vocabulary);
      case "BertProcessing" -> {
        node.allowOnly("type", "sep", "cls");
        yield bert(token(node.get("cls")), token(node.get("sep")));
      }
      default -> throw node.get("type").error("unsupported post-processor " + node.get("type"));
    };
  }

  /** {@code [CLS] A [SEP]} and {@code [CLS] A [SEP] B [SEP]}, the second text of type 1. */
  static Template bert(int cls, int sep) {
    List<Template.Part> single =
        List.of(
            new Template.Special(List.of(cls), 0),
            new Template.Text(false, 0),
            new Template.Special(List.of(sep), 0));
    List<Template.Part> pair = new ArrayList<>(single);
    pair.add(new Template.Text(true, 1));
    pair.add(new Template.Special(List.of(sep), 1));
    return new Template(single, pair);
  }

  /** A token written as {@code ["[SEP]", 102]}. */
  private static int token(JsonNode node) {
    List<JsonNode> parts = node.elements();
    if (parts.size() != 2) {
      throw node.error("expected a token and its id");
    }
    return parts.get(1).integer(0, Integer.MAX_VALUE);
  }

  private static Template template(JsonNode node, Vocabulary vocabulary) {
    node.allowOnly("type", "single", "pair", "special_tokens");
    Map<String, List<Integer>> specials = new HashMap<>();
    node.get("special_tokens")
        .fields()
        .forEach((name, token) -> specials.put(name, specialToken(token, vocabulary)));
    List<Template.Part> single = parts(node.get("single"), specials);
    if (single.stream().noneMatch(part -> part instanceof Template.Text text && !text.second())) {
      throw node.get("single").error("has no place for the text");
    }
    return new Template(single, parts(node.get("pair"), specials));
  }

  private static List<Integer> specialToken(JsonNode node, Vocabulary vocabulary) {
    node.allowOnly("id", "ids", "tokens");
    List<Integer> ids = new ArrayList<>();
    for (JsonNode id : node.get("ids").elements()) {
      ids.add(id.integer(0, Integer.MAX_VALUE));
    }
    List<JsonNode> tokens = node.get("tokens").elements();
    if (tokens.size() != ids.size()) {
      throw node.error("has " + ids.size() + " ids for " + tokens.size() + " tokens");
    }
    for (int i = 0; i < ids.size(); i++) {
      OptionalInt known = vocabulary.id(tokens.get(i).string());
      if (known.isPresent() && known.getAsInt() != ids.get(i)) {
        throw tokens
            .get(i)
            .error("has the id " + ids.get(i) + " here and " + known.getAsInt() + " elsewhere");
      }
    }
    return ids;
  }

  private static List<Template.Part> parts(JsonNode node, Map<String, List<Integer>> specials) {
    List<Template.Part> parts = new ArrayList<>();
    for (JsonNode piece : node.elements()) {
      piece.allowOnly("SpecialToken", "Sequence");
      if (piece.has("SpecialToken")) {
        JsonNode token = piece.get("SpecialToken");
        List<Integer> ids = specials.get(token.get("id").string());
        if (ids == null) {
          throw token.get("id").error(token.get("id") + " is not among the special_tokens");
        }
        parts.add(new Template.Special(ids, token.get("type_id").integer(0, Integer.MAX_VALUE)));
      } else {
        JsonNode sequence = piece.get("Sequence");
        boolean second =
            switch (sequence.get("id").string()) {
              case "A" -> false;
              case "B" -> true;
              default -> throw sequence.get("id").error("must be \"A\" or \"B\"");
            };
        parts.add(new Template.Text(second, sequence.get("type_id").integer(0, Integer.MAX_VALUE)));
      }
    }
    return parts;
  }
}
