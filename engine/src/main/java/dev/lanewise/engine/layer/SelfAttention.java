package dev.lanewise.engine.layer;

import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.measure.Operation;
import dev.lanewise.engine.measure.Stopwatch;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.weights.NamedTensors;
import java.util.List;
import java.util.function.IntFunction;

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
  private final Linear queries;
  private final Linear keysValues;
  private final Linear output;

  private SelfAttention(
      Kernels kernels, EncoderShape shape, Linear queries, Linear keysValues, Linear output) {
    this.kernels = kernels;
    this.shape = shape;
    this.queries = queries;
    this.keysValues = keysValues;
    this.output = output;
  }

  /** Loads the projections; those of keys and values are fused. */
  public static SelfAttention load(
      NamedTensors query,
      NamedTensors key,
      NamedTensors value,
      NamedTensors output,
      EncoderShape shape,
      Backend backend) {
    int size = shape.hiddenSize();
    return new SelfAttention(
        backend.kernels(),
        shape,
        Linear.load(query, size, size, Activation.IDENTITY, backend),
        Linear.load(List.of(key, value), size, size, Activation.IDENTITY, backend),
        Linear.load(output, size, size, Activation.IDENTITY, backend));
  }

  /** Leaves what attention adds to the hidden states in the workspace's delta. */
  void forward(PackedBatch batch, Workspace workspace, Parallel parallel) {
    int tokens = batch.tokens();
    keysValues.forward(workspace.keysValues(), workspace.hidden(), tokens, workspace, parallel);
    afterKeysValues(
        batch,
        tokens,
        sequence -> new Block(batch.start(sequence), batch.length(sequence)),
        workspace,
        parallel);
  }

  /**
   * The same for one row of each sequence, whose hidden states it moves to the front: {@code
   * [sequences][hiddenSize]}.
   */
  void forwardRows(PackedBatch batch, int[] rows, Workspace workspace, Parallel parallel) {
    float[] hidden = workspace.hidden();
    int hiddenSize = shape.hiddenSize();
    keysValues.forward(workspace.keysValues(), hidden, batch.tokens(), workspace, parallel);
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(hidden, rows[i] * hiddenSize, hidden, i * hiddenSize, hiddenSize);
    }
    afterKeysValues(batch, rows.length, sequence -> new Block(sequence, 1), workspace, parallel);
  }

  /**
   * Queries, attention and output.
   *
   * @param rows the rows of hidden states that are asked for
   * @param queriesOf which of them are a sequence's
   */
  private void afterKeysValues(
      PackedBatch batch,
      int rows,
      IntFunction<Block> queriesOf,
      Workspace workspace,
      Parallel parallel) {
    Stopwatch stopwatch = workspace.stopwatch();
    queries.forward(workspace.queries(), workspace.hidden(), rows, workspace, parallel);
    stopwatch.lap(
        Operation.PROJECTIONS,
        keysValues.flops(batch.tokens()) + queries.flops(rows),
        keysValues.bytes(batch.tokens()) + queries.bytes(rows));
    int heads = shape.heads();
    parallel.run(
        batch.sequences() * heads,
        (task, worker) -> {
          int sequence = task / heads;
          head(
              queriesOf.apply(sequence),
              batch.start(sequence),
              batch.length(sequence),
              task % heads,
              workspace,
              workspace.scratch(worker));
        });
    stopwatch.lap(
        Operation.ATTENTION, attentionFlops(batch, queriesOf), attentionBytes(batch, rows));
    output.forward(workspace.delta(), workspace.context(), rows, workspace, parallel);
    stopwatch.lap(Operation.ATTENTION_OUTPUT, output.flops(rows), output.bytes(rows));
  }

  /** Those of the two products; the softmax between them isn't counted. */
  private long attentionFlops(PackedBatch batch, IntFunction<Block> queriesOf) {
    long scores = 0;
    for (int i = 0; i < batch.sequences(); i++) {
      scores += (long) queriesOf.apply(i).rows() * batch.length(i);
    }
    return 4 * scores * shape.hiddenSize();
  }

  private long attentionBytes(PackedBatch batch, int rows) {
    return 2L * (batch.tokens() + rows) * shape.hiddenSize() * Float.BYTES;
  }

  long packedBytes() {
    return queries.packedBytes() + keysValues.packedBytes() + output.packedBytes();
  }

  /** Rows of queries, and of the context that comes of them. */
  private record Block(int first, int rows) {}

  private void head(
      Block queryRows,
      int firstToken,
      int tokens,
      int head,
      Workspace workspace,
      Workspace.Scratch scratch) {
    int hiddenSize = shape.hiddenSize();
    int headSize = shape.headSize();
    int stride = 2 * hiddenSize;
    int keys = firstToken * stride + head * headSize;
    int values = keys + hiddenSize;
    float scale = (float) (1 / Math.sqrt(headSize));
    int end = queryRows.first() + queryRows.rows();
    for (int first = queryRows.first(); first < end; first += kernels.panelColumns()) {
      int count = Math.min(kernels.panelColumns(), end - first);
      int at = first * hiddenSize + head * headSize;
      kernels.loadTransposed(
          scratch.queries, workspace.queries(), at, hiddenSize, count, headSize, scale);
      kernels.multiply(
          scratch.scores, workspace.keysValues(), keys, stride, tokens, headSize, scratch.queries);
      kernels.softmaxColumns(scratch.scores, tokens, scratch.inverseSums);
      kernels.multiplyTransposed(
          workspace.context(),
          at,
          hiddenSize,
          scratch.scores,
          tokens,
          workspace.keysValues(),
          values,
          stride,
          headSize,
          scratch.inverseSums);
    }
  }
}
