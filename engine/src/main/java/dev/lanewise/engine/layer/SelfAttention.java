package dev.lanewise.engine.layer;

import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.measure.Operation;
import dev.lanewise.engine.measure.Stopwatch;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.weights.NamedTensors;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Multi-head self-attention (Vaswani et al. 2017), each sequence over its own rows: {@code
 * softmax(scale · Q Kᵀ + bias) V} and a linear layer after it. The scale is {@code 1 / √headSize},
 * the bias nothing, unless a model has others.
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
  private final float scale;
  private final Optional<ScoreBias> bias;

  private SelfAttention(
      Kernels kernels,
      EncoderShape shape,
      Linear queries,
      Linear keysValues,
      Linear output,
      float scale,
      Optional<ScoreBias> bias) {
    this.kernels = kernels;
    this.shape = shape;
    this.queries = queries;
    this.keysValues = keysValues;
    this.output = output;
    this.scale = scale;
    this.bias = bias;
  }

  /**
   * Attention with these projections.
   *
   * @param queries hidden size to all heads' slices
   * @param keysValues the same twice: keys, then values
   * @param output all heads' slices to hidden size
   */
  public static SelfAttention of(
      Linear queries, Linear keysValues, Linear output, EncoderShape shape, Backend backend) {
    float scale = (float) (1 / Math.sqrt(shape.headSize()));
    return new SelfAttention(
        backend.kernels(), shape, queries, keysValues, output, scale, Optional.empty());
  }

  /** Loads the projections, with biases; those of keys and values are fused. */
  public static SelfAttention load(
      NamedTensors query,
      NamedTensors key,
      NamedTensors value,
      NamedTensors output,
      EncoderShape shape,
      Backend backend) {
    int hidden = shape.hiddenSize();
    int attention = shape.attentionSize();
    return of(
        Linear.load(query, attention, hidden, Activation.IDENTITY, backend),
        Linear.load(List.of(key, value), attention, hidden, Activation.IDENTITY, backend),
        Linear.load(output, hidden, attention, Activation.IDENTITY, backend),
        shape,
        backend);
  }

  /** The same with scores multiplied by this. */
  public SelfAttention withScale(float factor) {
    return new SelfAttention(kernels, shape, queries, keysValues, output, factor, bias);
  }

  /** The same with this added to scores. */
  public SelfAttention withBias(ScoreBias added) {
    return new SelfAttention(
        kernels, shape, queries, keysValues, output, scale, Optional.of(added));
  }

  /**
   * Leaves what attention adds to the hidden states in the workspace's delta.
   *
   * @param in {@code [tokens][hiddenSize]}
   */
  void forward(float[] in, PackedBatch batch, Workspace workspace, Parallel parallel) {
    int tokens = batch.tokens();
    keysValues.forward(workspace.keysValues(), in, tokens, workspace, parallel);
    afterKeysValues(
        in,
        batch,
        tokens,
        sequence -> new Block(batch.start(sequence), batch.length(sequence), 0),
        workspace,
        parallel);
  }

  /**
   * The same for one row of each sequence. Those rows of {@code in} are moved to the front.
   *
   * @param in {@code [tokens][hiddenSize]}
   */
  void forwardRows(
      float[] in, PackedBatch batch, int[] rows, Workspace workspace, Parallel parallel) {
    keysValues.forward(workspace.keysValues(), in, batch.tokens(), workspace, parallel);
    workspace.moveToFront(in, rows);
    afterKeysValues(
        in,
        batch,
        rows.length,
        sequence -> new Block(sequence, 1, rows[sequence] - batch.start(sequence)),
        workspace,
        parallel);
  }

  /**
   * Queries, attention and output.
   *
   * @param in {@code [rows][hiddenSize]}, the rows that are asked for
   * @param queriesOf which of them are a sequence's
   */
  private void afterKeysValues(
      float[] in,
      PackedBatch batch,
      int rows,
      IntFunction<Block> queriesOf,
      Workspace workspace,
      Parallel parallel) {
    Stopwatch stopwatch = workspace.stopwatch();
    queries.forward(workspace.queries(), in, rows, workspace, parallel);
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
    return 4 * scores * shape.attentionSize();
  }

  private long attentionBytes(PackedBatch batch, int rows) {
    return 2L * (batch.tokens() + rows) * shape.attentionSize() * Float.BYTES;
  }

  long packedBytes() {
    return queries.packedBytes() + keysValues.packedBytes() + output.packedBytes();
  }

  /**
   * Rows of queries, and of the context that comes of them.
   *
   * @param position the place of the first of them in their sequence
   */
  private record Block(int first, int rows, int position) {}

  private void head(
      Block queryRows,
      int firstToken,
      int tokens,
      int head,
      Workspace workspace,
      Workspace.Scratch scratch) {
    int width = shape.attentionSize();
    int headSize = shape.headSize();
    int stride = 2 * width;
    int keys = firstToken * stride + head * headSize;
    int values = keys + width;
    float[] biases = {};
    if (bias.isPresent()) {
      int distances = tokens - 1 + queryRows.rows();
      biases = scratch.biases(distances);
      bias.get().fill(head, queryRows.position() - (tokens - 1), distances, biases);
    }
    for (int done = 0; done < queryRows.rows(); done += kernels.panelColumns()) {
      int count = Math.min(kernels.panelColumns(), queryRows.rows() - done);
      int at = (queryRows.first() + done) * width + head * headSize;
      kernels.loadTransposed(
          scratch.queries, workspace.queries(), at, width, count, headSize, scale);
      if (bias.isPresent()) {
        kernels.multiplyAdd(
            scratch.scores,
            workspace.keysValues(),
            keys,
            stride,
            tokens,
            headSize,
            scratch.queries,
            biases,
            tokens - 1 + done);
      } else {
        kernels.multiply(
            scratch.scores,
            workspace.keysValues(),
            keys,
            stride,
            tokens,
            headSize,
            scratch.queries);
      }
      kernels.softmaxColumns(scratch.scores, tokens, scratch.inverseSums);
      kernels.multiplyTransposed(
          workspace.context(),
          at,
          width,
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
