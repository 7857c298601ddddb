package dev.lanewise.engine.layer;

import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.measure.Operation;
import dev.lanewise.engine.measure.Stopwatch;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.weights.NamedTensors;
import java.util.List;

/**
 * Multi-head self-attention (Vaswani et al. 2017), each sequence over its own rows: {@code
 * softmax(scale · Q Kᵀ + bias) V} and a linear layer after it. The scale is {@code 1 / √headSize},
 * the bias nothing, unless a model has others; queries and keys may be normalized and turned first.
 *
 * <p>Per head, a block of queries is laid out in columns; so keys and values are used where they
 * stand, the softmax runs down the columns, and no more than one block's scores exist at a time:
 * memory grows with a sequence's length, not its square. Where queries look through a window, only
 * the keys within reach of a block take part.
 */
public final class SelfAttention {
  private static final float[] NO_BIASES = {};

  private final Kernels kernels;
  private final EncoderShape shape;
  private final Linear queries;
  private final Linear keysValues;
  private final Linear output;
  private final Scoring scoring;

  private SelfAttention(
      Kernels kernels,
      EncoderShape shape,
      Linear queries,
      Linear keysValues,
      Linear output,
      Scoring scoring) {
    this.kernels = kernels;
    this.shape = shape;
    this.queries = queries;
    this.keysValues = keysValues;
    this.output = output;
    this.scoring = scoring;
  }

  /**
   * Attention with these projections.
   *
   * @param queries hidden size to all heads' slices
   * @param keysValues hidden size to the slices of all heads of keys, then of values
   * @param output all heads' slices to hidden size
   */
  public static SelfAttention of(
      Linear queries, Linear keysValues, Linear output, EncoderShape shape, Backend backend) {
    float scale = (float) (1 / Math.sqrt(shape.headSize()));
    return new SelfAttention(
        backend.kernels(), shape, queries, keysValues, output, Scoring.scaled(scale));
  }

  /** Loads the projections; those of keys and values are packed as one. */
  public static SelfAttention of(
      LinearSlice query,
      LinearSlice key,
      LinearSlice value,
      LinearSlice output,
      EncoderShape shape,
      Backend backend) {
    int hidden = shape.hiddenSize();
    return of(
        Linear.load(List.of(query), hidden, Activation.IDENTITY, backend),
        Linear.load(List.of(key, value), hidden, Activation.IDENTITY, backend),
        Linear.load(List.of(output), shape.attentionSize(), Activation.IDENTITY, backend),
        shape,
        backend);
  }

  /** The same where one stored layer gives queries, keys and values, in this order. */
  public static SelfAttention ofFused(
      LinearSlice fused, LinearSlice output, EncoderShape shape, Backend backend) {
    int attention = shape.attentionSize();
    int key = shape.keySize();
    return of(
        fused.part(0, attention),
        fused.part(attention, key),
        fused.part(attention + key, key),
        output,
        shape,
        backend);
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
    return with(scoring.withScale(factor));
  }

  /** The same with this added to scores. */
  public SelfAttention withBias(ScoreBias added) {
    return with(scoring.withBias(added));
  }

  /** The same where queries see what is in a window only, at the cost of that. */
  public SelfAttention withWindow(AttentionWindow window) {
    return with(scoring.withWindow(window));
  }

  /** The same with each head's slice of queries and keys normalized, before anything else. */
  public SelfAttention withHeadNorms(RmsNorm queryNorm, RmsNorm keyNorm) {
    return with(scoring.withHeadNorms(queryNorm, keyNorm));
  }

  /** The same with positions turned into queries and keys. */
  public SelfAttention withRotary(RotaryPositions rotary) {
    return with(scoring.withRotary(rotary));
  }

  private SelfAttention with(Scoring changed) {
    return new SelfAttention(kernels, shape, queries, keysValues, output, changed);
  }

  /**
   * Leaves what attention adds to the hidden states in the workspace's delta.
   *
   * @param in {@code [tokens][hiddenSize]}
   */
  void forward(float[] in, PackedBatch batch, Workspace workspace, Parallel parallel) {
    int tokens = batch.tokens();
    keysValues.forward(workspace.keysValues(), in, tokens, workspace, parallel);
    afterKeysValues(in, batch, tokens, new AllRows(batch), workspace, parallel);
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
    afterKeysValues(in, batch, rows.length, new OneRowEach(batch, rows), workspace, parallel);
  }

  /**
   * Queries, attention and output.
   *
   * @param in {@code [rows][hiddenSize]}, the rows that are asked for
   * @param queryRows which of them are a sequence's
   */
  private void afterKeysValues(
      float[] in,
      PackedBatch batch,
      int rows,
      QueryRows queryRows,
      Workspace workspace,
      Parallel parallel) {
    Stopwatch stopwatch = workspace.stopwatch();
    queries.forward(workspace.queries(), in, rows, workspace, parallel);
    stopwatch.lap(
        Operation.PROJECTIONS,
        keysValues.flops(batch.tokens()) + queries.flops(rows),
        keysValues.bytes(batch.tokens()) + queries.bytes(rows));
    if (scoring.preparesKeys()) {
      prepareKeys(batch, workspace, parallel);
    }
    parallel.run(
        batch.sequences() * shape.heads(), workspace.heads().of(this, queryRows, batch, workspace));
    if (stopwatch.isRunning()) {
      stopwatch.lap(
          Operation.ATTENTION, attentionFlops(batch, queryRows), attentionBytes(batch, rows));
    }
    output.forward(workspace.delta(), workspace.context(), rows, workspace, parallel);
    stopwatch.lap(Operation.ATTENTION_OUTPUT, output.flops(rows), output.bytes(rows));
  }

  /** Tasks for each sequence's heads. A workspace has one of it for all layers of a pass. */
  @SuppressWarnings("NullAway.Init") // of() sets the fields, and only it gives tasks
  static final class Heads implements Parallel.Task {
    private SelfAttention attention;
    private QueryRows queryRows;
    private PackedBatch batch;
    private Workspace workspace;

    private Heads of(
        SelfAttention attention, QueryRows queryRows, PackedBatch batch, Workspace workspace) {
      this.attention = attention;
      this.queryRows = queryRows;
      this.batch = batch;
      this.workspace = workspace;
      return this;
    }

    @Override
    public void run(int task, int worker) {
      int heads = attention.shape.heads();
      int sequence = task / heads;
      attention.head(
          queryRows,
          sequence,
          batch.start(sequence),
          batch.length(sequence),
          task % heads,
          workspace,
          workspace.scratch(worker));
    }
  }

  /** Normalizes and turns keys, which several heads of queries may share. */
  private void prepareKeys(PackedBatch batch, Workspace workspace, Parallel parallel) {
    int longest = 0;
    for (int i = 0; i < batch.sequences(); i++) {
      longest = Math.max(longest, batch.length(i));
    }
    scoring.reserve(longest);
    int heads = shape.keyHeads();
    int stride = 2 * shape.keySize();
    parallel.run(
        batch.sequences() * heads,
        (task, worker) -> {
          int sequence = task / heads;
          int at = batch.start(sequence) * stride + task % heads * shape.headSize();
          int length = batch.length(sequence);
          float[] sums = workspace.scratch(worker).sums;
          scoring.prepareKeys(workspace.keysValues(), at, stride, length, 0, sums);
        });
  }

  /**
   * Those of the two products over what queries see; neither the softmax between them is counted
   * nor what comes before.
   */
  private long attentionFlops(PackedBatch batch, QueryRows queryRows) {
    long scores = 0;
    for (int i = 0; i < batch.sequences(); i++) {
      for (int row = 0; row < queryRows.count(i); row++) {
        int position = queryRows.position(i) + row;
        scores += scoring.endKey(position, batch.length(i)) - scoring.firstKey(position);
      }
    }
    return 4 * scores * shape.attentionSize();
  }

  private long attentionBytes(PackedBatch batch, int rows) {
    long keysAndQueries =
        (long) batch.tokens() * shape.keySize() + (long) rows * shape.attentionSize();
    return 2 * keysAndQueries * Float.BYTES;
  }

  long packedBytes() {
    return queries.packedBytes() + keysValues.packedBytes() + output.packedBytes();
  }

  /** Which rows of queries, and of the context that comes of them, are a sequence's. */
  private sealed interface QueryRows {
    /** The first of them. */
    int first(int sequence);

    /** How many there are. */
    int count(int sequence);

    /** The place of the first in its sequence. */
    int position(int sequence);
  }

  /** Every row of the batch. */
  private record AllRows(PackedBatch batch) implements QueryRows {
    @Override
    public int first(int sequence) {
      return batch.start(sequence);
    }

    @Override
    public int count(int sequence) {
      return batch.length(sequence);
    }

    @Override
    public int position(int sequence) {
      return 0;
    }
  }

  /** One row of each sequence, moved together. */
  private record OneRowEach(PackedBatch batch, int[] rows) implements QueryRows {
    @Override
    public int first(int sequence) {
      return sequence;
    }

    @Override
    public int count(int sequence) {
      return 1;
    }

    @Override
    public int position(int sequence) {
      return rows[sequence] - batch.start(sequence);
    }
  }

  private void head(
      QueryRows queryRows,
      int sequence,
      int firstToken,
      int tokens,
      int head,
      Workspace workspace,
      Workspace.Scratch scratch) {
    int width = shape.attentionSize();
    int headSize = shape.headSize();
    int stride = 2 * shape.keySize();
    int keyHead = head / (shape.heads() / shape.keyHeads());
    int keys = firstToken * stride + keyHead * headSize;
    int firstRow = queryRows.first(sequence);
    int rows = queryRows.count(sequence);
    int firstPosition = queryRows.position(sequence);
    float[] biases = NO_BIASES;
    if (scoring.bias().isPresent()) {
      int distances = tokens - 1 + rows;
      biases = scratch.biases(distances);
      scoring.bias().get().fill(head, firstPosition - (tokens - 1), distances, biases);
    }
    for (int done = 0; done < rows; done += kernels.panelColumns()) {
      int count = Math.min(kernels.panelColumns(), rows - done);
      int position = firstPosition + done;
      int from = scoring.firstKey(position);
      int seen = scoring.endKey(position + count - 1, tokens) - from;
      int at = (firstRow + done) * width + head * headSize;
      scoring.prepareQueries(workspace.queries(), at, width, count, position, scratch.sums);
      kernels.loadTransposed(
          scratch.queries, workspace.queries(), at, width, count, headSize, scoring.scale());
      if (scoring.bias().isPresent()) {
        kernels.multiplyAdd(
            scratch.scores,
            workspace.keysValues(),
            keys + from * stride,
            stride,
            seen,
            headSize,
            scratch.queries,
            biases,
            tokens - 1 + done - from);
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
      kernels.softmaxColumns(scratch.scores, seen, scratch.inverseSums);
      kernels.multiplyTransposed(
          workspace.context(),
          at,
          width,
          scratch.scores,
          seen,
          workspace.keysValues(),
          keys + shape.keySize() + from * stride,
          stride,
          headSize,
          scratch.inverseSums);
    }
  }
}
