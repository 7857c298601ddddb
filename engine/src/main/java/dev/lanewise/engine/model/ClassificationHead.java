package dev.lanewise.engine.model;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.Linear;
import dev.lanewise.engine.layer.PredictionHead;
import dev.lanewise.engine.pooling.Pooling;
import dev.lanewise.engine.pooling.PoolingMode;
import dev.lanewise.engine.weights.NamedTensors;
import java.util.List;
import java.util.Optional;

/**
 * What gives a text or a pair of texts a score for each label.
 *
 * @param pooling what the head looks at
 * @param head what makes scores of it
 */
public record ClassificationHead(Pooling pooling, PredictionHead head) {
  /** A head that looks at one vector of the text: its first token's, its last one's, a mean. */
  public ClassificationHead(PoolingMode mode, PredictionHead head) {
    this(new Pooling(List.of(mode), true), head);
  }

  /**
   * The head of most families: a linear layer and an activation over the first token's hidden
   * state, and a linear layer that gives the scores. Families differ in the activation and in what
   * they call the two.
   *
   * @param transform where the first layer is; in some models it is the encoder's pooler
   * @param output where the second one is
   * @param size the hidden size
   * @throws dev.lanewise.engine.weights.WeightFormatException if the model has no such head, or its
   *     tensors have other shapes
   */
  public static ClassificationHead ofFirstToken(
      NamedTensors transform,
      Activation activation,
      NamedTensors output,
      int size,
      int labels,
      Backend backend) {
    requireOutput(output);
    return new ClassificationHead(
        PoolingMode.CLS,
        new PredictionHead(
            Linear.load(transform, size, size, activation, backend),
            Optional.empty(),
            Linear.load(output, labels, size, Activation.IDENTITY, backend)));
  }

  /**
   * Makes sure that a model has a head at all.
   *
   * @param output where the layer that gives the scores is
   * @throws dev.lanewise.engine.weights.WeightFormatException if it hasn't
   */
  public static void requireOutput(NamedTensors output) {
    output.require("weight", "head for classification");
  }
}
