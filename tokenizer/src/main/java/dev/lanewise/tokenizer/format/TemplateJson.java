package dev.lanewise.tokenizer.format;

import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.subword.Vocabulary;
import dev.lanewise.tokenizer.template.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reads the templates of a {@code tokenizer.json}'s {@code post_processor}. */
final class TemplateJson {
  private TemplateJson() {}

  static Template bert(JsonNode node, Vocabulary vocabulary) {
    return bert(token(node.get("cls"), vocabulary), token(node.get("sep"), vocabulary));
  }

  static Template roberta(JsonNode node, Vocabulary vocabulary) {
    return roberta(token(node.get("cls"), vocabulary), token(node.get("sep"), vocabulary));
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

  /** {@code <s> A </s>} and {@code <s> A </s> </s> B </s>}, all of type 0. */
  static Template roberta(int cls, int sep) {
    List<Template.Part> single =
        List.of(
            new Template.Special(List.of(cls), 0),
            new Template.Text(false, 0),
            new Template.Special(List.of(sep), 0));
    List<Template.Part> pair = new ArrayList<>(single);
    pair.add(new Template.Special(List.of(sep), 0));
    pair.add(new Template.Text(true, 0));
    pair.add(new Template.Special(List.of(sep), 0));
    return new Template(single, pair);
  }

  /** A token written as {@code ["[SEP]", 102]}. */
  private static int token(JsonNode node, Vocabulary vocabulary) {
    List<JsonNode> parts = node.elements();
    if (parts.size() != 2) {
      throw node.error("expected a token and its id");
    }
    int id = parts.get(1).integer(0, Integer.MAX_VALUE);
    checkKnown(parts.get(0), id, vocabulary);
    return id;
  }

  /** Refuses a token that has another id elsewhere. */
  private static void checkKnown(JsonNode token, int id, Vocabulary vocabulary) {
    OptionalInt known = vocabulary.id(token.string());
    if (known.isPresent() && known.getAsInt() != id) {
      throw token.error("has the id " + id + " here and " + known.getAsInt() + " elsewhere");
    }
  }

  static Template template(JsonNode node, Vocabulary vocabulary) {
    node.allowOnly("type", "single", "pair", "special_tokens");
    Map<String, List<Integer>> specials = new HashMap<>();
    node.get("special_tokens")
        .fields()
        .forEach((name, token) -> specials.put(name, specialToken(token, vocabulary)));
    return new Template(
        parts(node.get("single"), specials, List.of(false)),
        parts(node.get("pair"), specials, List.of(false, true)));
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
      checkKnown(tokens.get(i), ids.get(i), vocabulary);
    }
    return ids;
  }

  /**
   * Reads one of the two templates.
   *
   * @param texts whether each text that has to have one place is the second, in ascending order
   */
  private static List<Template.Part> parts(
      JsonNode node, Map<String, List<Integer>> specials, List<Boolean> texts) {
    List<Template.Part> parts = new ArrayList<>();
    for (JsonNode piece : node.elements()) {
      if (piece.fields().size() != 1) {
        throw piece.error("must have one key, \"SpecialToken\" or \"Sequence\"");
      }
      piece.allowOnly("SpecialToken", "Sequence");
      parts.add(
          piece.has("SpecialToken")
              ? special(piece.get("SpecialToken"), specials)
              : text(piece.get("Sequence")));
    }
    List<Boolean> places =
        parts.stream()
            .filter(Template.Text.class::isInstance)
            .map(part -> ((Template.Text) part).second())
            .sorted()
            .toList();
    if (!places.equals(texts)) {
      throw node.error(
          "must have one place for " + (texts.size() == 1 ? "the text A" : "each of A and B"));
    }
    return parts;
  }

  private static Template.Part special(JsonNode node, Map<String, List<Integer>> specials) {
    node.allowOnly("id", "type_id");
    List<Integer> ids = specials.get(node.get("id").string());
    if (ids == null) {
      throw node.get("id").error(node.get("id") + " is not among the special_tokens");
    }
    return new Template.Special(ids, typeId(node));
  }

  private static Template.Part text(JsonNode node) {
    node.allowOnly("id", "type_id");
    boolean second =
        switch (node.get("id").string()) {
          case "A" -> false;
          case "B" -> true;
          default -> throw node.get("id").error("must be \"A\" or \"B\"");
        };
    return new Template.Text(second, typeId(node));
  }

  private static int typeId(JsonNode node) {
    return node.get("type_id").integer(0, Integer.MAX_VALUE);
  }
}
