package dev.lanewise.engine.layer;

import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.weights.NamedTensors;
import java.util.List;

/**
 * Multi-head self-attention (Vaswani et al. 2017), each sequence over its own rows: {@code
 * softmax(Q Kᵀ / √headSize) V} and a linear layer after it.
 *
 * <p>Per head, a block of queries is laid out in columns; so keys and values are used where they
 * stand, the softmax runs down the columns, and no more than one block's scores exist at a time:
 * memory grows with a sequence's length, not its square.
 */
public final class SelfAttention {
  private final Kernels kernels;
  private final EncoderShape shape;
  private final Linear queriesKeysValues;
  private final Linear output;

  private SelfAttention(
      Kernels kernels, EncoderShape shape, Linear queriesKeysValues, Linear output) {
    this.kernels = kernels;
    this.shape = shape;
    this.queriesKeysValues = queriesKeysValues;
    this.output = output;
  }

  /**
   * Loads the projections of queries, keys and values, which are fused, and of the output.
   *
   * @param projections the scopes of the three, in this order
   */
  public static SelfAttention load(
      List<NamedTensors> projections, NamedTensors output, EncoderShape shape, Kernels kernels) {
    int size = shape.hiddenSize();
    return new SelfAttention(
        kernels,
        shape,
        Linear.load(projections, size, size, Activation.IDENTITY, kernels),
        Linear.load(output, size, size, Activation.IDENTITY, kernels));
  }

  /** Leaves what attention adds to the hidden states in the workspace's delta. */
  void forward(PackedBatch batch, Workspace workspace, Parallel parallel) {
    int tokens = batch.tokens();
    queriesKeysValues.forward(workspace.queriesKeysValues(), workspace.hidden(), tokens, parallel);
    int heads = shape.heads();
    parallel.run(
        batch.sequences() * heads,
        (task, worker) -> {
          int sequence = task / heads;
          head(
              batch.start(sequence),
              batch.length(sequence),
              task % heads,
              workspace,
              workspace.heads(worker));
        });
    output.forward(workspace.delta(), workspace.context(), tokens, parallel);
  }

  long packedBytes() {
    return queriesKeysValues.packedBytes() + output.packedBytes();
  }

  private void head(
      int firstRow, int tokens, int head, Workspace workspace, Workspace.Heads scratch) {
    int hiddenSize = shape.hiddenSize();
    int headSize = shape.headSize();
    int stride = 3 * hiddenSize;
    float[] rows = workspace.queriesKeysValues();
    int queries = firstRow * stride + head * headSize;
    int keys = queries + hiddenSize;
    int values = keys + hiddenSize;
    float scale = (float) (1 / Math.sqrt(headSize));
    int block = kernels.panelColumns();
    for (int first = 0; first < tokens; first += block) {
      int count = Math.min(block, tokens - first);
      kernels.loadTransposed(
          scratch.queries, rows, queries + first * stride, stride, count, headSize, scale);
      kernels.multiply(scratch.scores, rows, keys, stride, tokens, headSize, scratch.queries);
      kernels.softmaxColumns(scratch.scores, tokens, scratch.inverseSums);
      kernels.multiplyTransposed(
          workspace.context(),
          (firstRow + first) * hiddenSize + head * headSize,
          hiddenSize,
          scratch.scores,
          tokens,
          rows,
          values,
          stride,
          headSize,
          scratch.inverseSums);
    }
  }
}
