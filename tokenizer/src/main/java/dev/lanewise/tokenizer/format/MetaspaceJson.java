package dev.lanewise.tokenizer.format;

import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.split.Metaspace;
import dev.lanewise.tokenizer.split.Metaspace.PrependScheme;

/** Reads a {@code Metaspace}, which is a pre-tokenizer and a decoder with the same settings. */
final class MetaspaceJson {
  private MetaspaceJson() {}

  /**
   * {@code prepend_scheme} took the place of {@code add_prefix_space}; where both stand they have
   * to agree. {@code str_rep} never had a meaning of its own.
   */
  static Metaspace read(JsonNode node) {
    node.allowOnly("type", "replacement", "str_rep", "add_prefix_space", "prepend_scheme", "split");
    boolean prefix = node.getOr("add_prefix_space", true, JsonNode::bool);
    PrependScheme scheme =
        node.getOr(
            "prepend_scheme",
            prefix ? PrependScheme.ALWAYS : PrependScheme.NEVER,
            MetaspaceJson::scheme);
    if (!prefix && scheme != PrependScheme.NEVER) {
      throw node.error("\"add_prefix_space\" and \"prepend_scheme\" contradict each other");
    }
    return new Metaspace(
        Components.character(node.get("replacement")),
        scheme,
        node.getOr("split", true, JsonNode::bool));
  }

  private static PrependScheme scheme(JsonNode node) {
    return switch (node.string()) {
      case "always" -> PrependScheme.ALWAYS;
      case "first" -> PrependScheme.FIRST;
      case "never" -> PrependScheme.NEVER;
      default -> throw node.error("unsupported prepend_scheme " + node);
    };
  }
}
