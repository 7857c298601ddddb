package dev.lanewise.engine.model;

import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.PredictionHead;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.json.JsonException;
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
   * @throws JsonException if the configuration lacks something or asks for what isn't supported
   * @throws dev.lanewise.engine.weights.WeightFormatException if a tensor is missing or has another
   *     shape than the configuration says
   */
  Encoder load(JsonNode config, NamedTensors tensors, Backend backend);

  /**
   * Builds the head of a model for sequence classification.
   *
   * @param labels the scores it gives
   * @throws JsonException if there is none for this family
   * @throws dev.lanewise.engine.weights.WeightFormatException if the model has none, or its tensors
   *     have other shapes than the configuration says
   */
  default ClassificationHead classificationHead(
      JsonNode config, NamedTensors tensors, int labels, Backend backend) {
    throw noHead(config, "classification");
  }

  /**
   * Builds the head of a masked language model, which scores each entry of the vocabulary.
   *
   * @throws JsonException if there is none for this family
   * @throws dev.lanewise.engine.weights.WeightFormatException if the model has none, or its tensors
   *     have other shapes than the configuration says
   */
  default PredictionHead maskedTokenHead(JsonNode config, NamedTensors tensors, Backend backend) {
    throw noHead(config, "masked token prediction");
  }

  private static JsonException noHead(JsonNode config, String purpose) {
    JsonNode type = config.get("model_type");
    return type.error("a head for " + purpose + " is not supported for model type " + type);
  }

  /** Whether a tensor that an encoder has no use for is nothing to wonder about. */
  boolean isExpectedExtra(String tensorName);
}
