package dev.lanewise.engine.model;

import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;

/**
 * Reads the kinds of keys that a {@code config.json} has. An absent key, or a null, has the default
 * of the reference implementation; a value out of bounds is a {@link JsonException}.
 */
public final class ConfigKeys {
  /** Far beyond any model; keeps products of sizes from overflowing. */
  private static final int MAX_SIZE = 1 << 20;

  private static final int MAX_LAYERS = 10_000;
  private static final int MAX_VOCABULARY = 1 << 26;

  private ConfigKeys() {}

  /** A width or a number of things, at least one. */
  public static int size(JsonNode json, String key, int fallback) {
    return json.getOr(key, fallback, node -> node.integer(1, MAX_SIZE));
  }

  /** A number of layers. */
  public static int layers(JsonNode json, String key, int fallback) {
    return json.getOr(key, fallback, node -> node.integer(1, MAX_LAYERS));
  }

  /** The rows of word embeddings. */
  public static int vocabulary(JsonNode json, String key, int fallback) {
    return json.getOr(key, fallback, node -> node.integer(1, MAX_VOCABULARY));
  }

  /** A token's id. */
  public static int tokenId(JsonNode json, String key, int fallback) {
    return json.getOr(key, fallback, node -> node.integer(0, MAX_VOCABULARY));
  }

  /** What a norm adds to the variance: from zero to one. */
  public static float epsilon(JsonNode json, String key, double fallback) {
    double value =
        json.getOr(
            key,
            fallback,
            node -> {
              if (!(node.number() >= 0 && node.number() < 1)) {
                throw node.error("must be from 0 to 1, found " + node);
              }
              return node.number();
            });
    return (float) value;
  }

  /** A number of heads that cut a width into equal slices. */
  public static int heads(JsonNode json, String key, int fallback, int width) {
    int heads = size(json, key, fallback);
    if (width % heads != 0) {
      throw json.error(heads + " heads don't divide the hidden size " + width);
    }
    return heads;
  }

  /** Refuses a model that looks only backwards. */
  public static void refuseDecoder(JsonNode json) {
    json.find("is_decoder")
        .filter(JsonNode::bool)
        .ifPresent(
            decoder -> {
              throw decoder.error("a decoder is not supported");
            });
  }

  /** Refuses any value but this one; absent it is taken for granted. */
  public static void require(JsonNode json, String key, String value, String what) {
    json.find(key)
        .filter(node -> !node.string().equals(value))
        .ifPresent(
            node -> {
              throw node.error("unsupported " + what + " " + node);
            });
  }
}
