package dev.lanewise.engine.layer;

import dev.lanewise.engine.parallel.Parallel;
import java.util.Optional;

/**
 * What makes scores of hidden states: a linear layer with its activation, in some models a norm,
 * and a projection to one score for each label or each entry of the vocabulary.
 *
 * <p>A head sees few rows, so its memory is not the workspace's.
 */
public final class PredictionHead {
  private final Linear transform;
  private final Optional<Norm> norm;
  private final Projection output;

  public PredictionHead(Linear transform, Optional<Norm> norm, Projection output) {
    this.transform = transform;
    this.norm = norm;
    this.output = output;
  }

  /** The scores of each row. */
  public int scores() {
    return output.outputs();
  }

  /**
   * Computes the scores of some rows.
   *
   * @param hidden {@code [rows][hiddenSize]}
   * @param workspace that of the pass that the rows come from
   * @return {@code [rows][scores]}
   */
  public float[] forward(float[] hidden, int rows, Workspace workspace, Parallel parallel) {
    float[] transformed = new float[Math.multiplyExact(rows, transform.outputs())];
    transform.forward(transformed, hidden, rows, workspace, parallel);
    if (norm.isPresent()) {
      norm.get().forward(transformed, transformed, rows, workspace, parallel);
    }
    float[] scores = new float[Math.multiplyExact(rows, output.outputs())];
    output.forward(scores, transformed, rows, workspace, parallel);
    return scores;
  }
}
