package dev.lanewise.engine.model;

import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.json.JsonNode;
import java.util.List;

/** Models that differ in sizes only. */
public interface ModelFamily {
  /** The {@code model_type} values of {@code config.json} that are of this family. */
  List<String> modelTypes();

  /** Whether a configuration is of this family: one of {@link #modelTypes} unless it says more. */
  default boolean describes(JsonNode config) {
    return modelTypes().contains(config.get("model_type").string());
  }

  /**
   * Builds an encoder.
   *
   * @param config the {@code config.json}
   * @param tensors all tensors of the model
   * @throws dev.lanewise.json.JsonException if the configuration lacks something or asks for what
   *     isn't supported
   * @throws dev.lanewise.engine.weights.WeightFormatException if a tensor is missing or has another
   *     shape than the configuration says
   */
  Encoder load(JsonNode config, NamedTensors tensors, Backend backend);

  /** Whether a tensor that an encoder has no use for is nothing to wonder about. */
  boolean isExpectedExtra(String tensorName);
}
