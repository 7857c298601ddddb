package dev.lanewise.engine.model;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.LayerNorm;
import dev.lanewise.engine.layer.Linear;
import dev.lanewise.engine.layer.PredictionHead;
import dev.lanewise.engine.layer.VocabularyProjection;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.engine.weights.Tensor;
import dev.lanewise.json.JsonNode;
import java.util.Optional;

/**
 * Where a family keeps the head that scores the vocabulary for a masked token: a linear layer with
 * its activation, a norm, and the projection onto the vocabulary.
 *
 * @param dense the linear layer, from hidden states to as many values as a word's embedding has
 * @param norm the norm after it
 * @param decoder the projection
 * @param bias where its biases are, if not with its weights
 * @param words the word embeddings, which most models project with
 */
public record MaskedTokenTensors(
    NamedTensors dense,
    NamedTensors norm,
    NamedTensors decoder,
    NamedTensors bias,
    NamedTensors words) {
  /**
   * Loads the head.
   *
   * @param config the {@code config.json}, which says whether the projection is the words' own
   * @throws dev.lanewise.engine.weights.WeightFormatException if the model has none, or its tensors
   *     have other shapes than the configuration says
   */
  public PredictionHead load(
      JsonNode config, EncoderShape shape, Activation activation, float epsilon, Backend backend) {
    requireDense(dense);
    int width = shape.embeddingSize();
    NamedTensors biases = decoder.has("bias") ? decoder : bias;
    return new PredictionHead(
        Linear.load(dense, width, shape.hiddenSize(), activation, backend),
        Optional.of(LayerNorm.load(norm, width, epsilon, backend)),
        new VocabularyProjection(
            projection(config, decoder, words, shape),
            biases.vector("bias", shape.vocabularySize()),
            backend));
  }

  /**
   * Makes sure that a model has a head at all.
   *
   * @throws dev.lanewise.engine.weights.WeightFormatException if it hasn't
   */
  public static void requireDense(NamedTensors dense) {
    dense.require("weight", "head for masked token prediction");
  }

  /**
   * The weights of the projection onto the vocabulary: its own if there are any, else the word
   * embeddings, unless the configuration says that the two aren't tied.
   *
   * <p>A file with weights of the projection's own is followed even where the configuration says
   * that they are tied to others, which is what the reference does since version 5.
   */
  public static Tensor projection(
      JsonNode config, NamedTensors decoder, NamedTensors words, EncoderShape shape) {
    boolean tied = config.getOr("tie_word_embeddings", true, JsonNode::bool);
    NamedTensors weights = decoder.has("weight") || !tied ? decoder : words;
    return weights.get("weight", shape.vocabularySize(), shape.embeddingSize());
  }
}
