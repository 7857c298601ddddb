package dev.lanewise.engine.layer;

import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.weights.Tensor;

/**
 * A score for each entry of a vocabulary: {@code out = in · embeddingsᵀ + bias}.
 *
 * <p>Only a few rows are ever asked for, those of masked tokens. So the embeddings, the largest
 * tensor of a small model and mostly one with the word embeddings, are read where they are mapped
 * instead of being laid out anew.
 */
public final class VocabularyProjection implements Projection {
  /** Entries of a task: enough to be worth handing out. */
  private static final int TASK_ENTRIES = 512;

  private final Kernels kernels;
  private final Tensor embeddings; // [outputs][inputs]
  private final float[] bias; // [outputs]

  /**
   * A projection.
   *
   * @param embeddings {@code [outputs][inputs]}
   * @param bias {@code [outputs]}
   */
  public VocabularyProjection(Tensor embeddings, float[] bias, Backend backend) {
    this.kernels = backend.kernels();
    this.embeddings = embeddings;
    this.bias = bias;
  }

  @Override
  public int outputs() {
    return bias.length;
  }

  @Override
  public void forward(float[] out, float[] in, int rows, Workspace workspace, Parallel parallel) {
    int inputs = (int) embeddings.shape()[1];
    parallel.run(
        Math.ceilDiv(bias.length, TASK_ENTRIES),
        (task, _) -> {
          float[] embedding = new float[inputs];
          int end = Math.min(bias.length, (task + 1) * TASK_ENTRIES);
          for (int entry = task * TASK_ENTRIES; entry < end; entry++) {
            embeddings.read((long) entry * inputs, embedding, 0, inputs);
            for (int row = 0; row < rows; row++) {
              out[row * bias.length + entry] =
                  bias[entry] + kernels.dot(in, row * inputs, embedding, 0, inputs);
            }
          }
        });
  }
}
