package dev.lanewise.engine.pipeline;

import dev.lanewise.engine.pooling.Pooling;
import dev.lanewise.engine.pooling.PoolingMode;
import dev.lanewise.json.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a pooling module's {@code config.json}.
 *
 * <p>Up to version 5.3 there was a boolean for each mode, several of which may be set; since then
 * there is {@code pooling_mode}, a name or a list of names, beside which the booleans mean nothing.
 * All keys are optional in both forms.
 */
final class PoolingConfig {
  private PoolingConfig() {}

  static Pooling read(JsonNode json) {
    List<PoolingMode> modes =
        json.find("pooling_mode").map(PoolingConfig::named).orElseGet(() -> flagged(json));
    return new Pooling(modes, json.getOr("include_prompt", true, JsonNode::bool));
  }

  private static List<PoolingMode> named(JsonNode node) {
    List<JsonNode> names = node.isArray() ? node.elements() : List.of(node);
    if (names.isEmpty()) {
      throw node.error("names no pooling mode");
    }
    List<PoolingMode> modes = new ArrayList<>();
    for (JsonNode name : names) {
      modes.add(mode(name));
    }
    return modes;
  }

  private static PoolingMode mode(JsonNode name) {
    for (PoolingMode mode : PoolingMode.values()) {
      if (mode.configName().equals(name.string())) {
        return mode;
      }
    }
    throw name.error("unsupported pooling mode " + name);
  }

  /** The modes whose booleans are set, in the order in which their vectors are put together. */
  private static List<PoolingMode> flagged(JsonNode json) {
    List<PoolingMode> modes = new ArrayList<>();
    for (PoolingMode mode : PoolingMode.values()) {
      String key =
          switch (mode) {
            case CLS -> "pooling_mode_cls_token";
            case MAX -> "pooling_mode_max_tokens";
            case MEAN -> "pooling_mode_mean_tokens";
            case MEAN_SQRT_LEN_TOKENS -> "pooling_mode_mean_sqrt_len_tokens";
            case WEIGHTEDMEAN -> "pooling_mode_weightedmean_tokens";
            case LASTTOKEN -> "pooling_mode_lasttoken";
          };
      if (json.getOr(key, false, JsonNode::bool)) {
        modes.add(mode);
      }
    }
    return modes.isEmpty() ? List.of(PoolingMode.MEAN) : modes;
  }
}
