package dev.lanewise.engine.model;

import dev.lanewise.json.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads a {@code config.json}: what a family follows, checked, and what it doesn't, refused by
 * name. An absent key, or a null, has the default of the reference implementation; a value out of
 * bounds is a {@link dev.lanewise.json.JsonException}.
 *
 * @param json the configuration
 */
public record Settings(JsonNode json) {
  /** Far beyond any model; keeps products of sizes from overflowing. */
  private static final int MAX_SIZE = 1 << 20;

  private static final int MAX_LAYERS = 10_000;
  private static final int MAX_VOCABULARY = 1 << 26;

  /** A width or a count. */
  public int size(String key, int fallback) {
    return json.getOr(key, fallback, node -> node.integer(1, MAX_SIZE));
  }

  /** A count that may be nothing. */
  public int count(String key, int fallback) {
    return json.getOr(key, fallback, node -> node.integer(0, MAX_SIZE));
  }

  /** The number of layers. */
  public int layers(String key, int fallback) {
    return json.getOr(key, fallback, node -> node.integer(1, MAX_LAYERS));
  }

  /** The rows of the word embeddings. */
  public int vocabulary(int fallback) {
    return json.getOr("vocab_size", fallback, node -> node.integer(1, MAX_VOCABULARY));
  }

  /** A token's id. */
  public int tokenId(String key, int fallback) {
    return json.getOr(key, fallback, node -> node.integer(0, MAX_VOCABULARY));
  }

  /** A number of heads that cut a width into equal slices. */
  public int heads(String key, int fallback, int width) {
    int heads = size(key, fallback);
    headSize(width, heads);
    return heads;
  }

  /** What is added to a variance. */
  public float epsilon(String key, double fallback) {
    return (float) number(key, fallback, 0, 1);
  }

  /** A number of a range. */
  public double number(String key, double fallback, double min, double max) {
    return json.getOr(
        key,
        fallback,
        node -> {
          if (!(node.number() >= min && node.number() <= max)) {
            String range = min == max ? String.valueOf(min) : "from " + min + " to " + max;
            throw node.error("must be " + range + ", found " + node);
          }
          return node.number();
        });
  }

  public boolean flag(String key, boolean fallback) {
    return json.getOr(key, fallback, JsonNode::bool);
  }

  /** The key that is there of two names for one thing, the first one if none is. */
  public String either(String key, String otherKey) {
    return json.find(key).isEmpty() && json.find(otherKey).isPresent() ? otherKey : key;
  }

  /** A size of one head, where they have to divide the hidden size among them. */
  public int headSize(int hiddenSize, int heads) {
    if (hiddenSize % heads != 0) {
      throw json.error(heads + " heads don't divide the hidden size " + hiddenSize);
    }
    return hiddenSize / heads;
  }

  /** The heads of keys, each of which serves as many of so many heads of queries. */
  public int keyHeads(int heads, int fallback) {
    int keyHeads =
        json.has("num_key_value_heads")
            ? size("num_key_value_heads", heads)
            : Math.min(fallback, heads);
    if (heads % keyHeads != 0) {
      throw json.error(keyHeads + " heads of keys don't divide " + heads + " heads of queries");
    }
    return keyHeads;
  }

  /** Refuses switches that are on. */
  public void requireOff(String... keys) {
    for (String key : keys) {
      json.find(key)
          .filter(JsonNode::bool)
          .ifPresent(
              node -> {
                throw node.error("is not supported");
              });
    }
  }

  /** Refuses what is there and not null. */
  public void requireAbsent(String... keys) {
    for (String key : keys) {
      json.find(key)
          .ifPresent(
              node -> {
                throw node.error("is not supported: " + node);
              });
    }
  }

  /** Refuses other values. */
  public void requireOneOf(String key, String... values) {
    json.find(key)
        .filter(node -> !Arrays.asList(values).contains(node.string()))
        .ifPresent(
            node -> {
              throw node.error("unsupported value " + node + ", supported are " + List.of(values));
            });
  }

  /** Whether each layer is one that looks everywhere, where a list says so. */
  public Optional<List<Boolean>> globalLayers(int layers) {
    return json.find("layer_types")
        .map(
            types -> {
              List<JsonNode> names = types.elements();
              if (names.size() != layers) {
                throw types.error("has " + names.size() + " types for " + layers + " layers");
              }
              return names.stream().map(Settings::isGlobal).toList();
            });
  }

  private static boolean isGlobal(JsonNode type) {
    return switch (type.string()) {
      case "full_attention" -> true;
      case "sliding_attention" -> false;
      default -> throw type.error("unsupported kind of layer " + type);
    };
  }
}
