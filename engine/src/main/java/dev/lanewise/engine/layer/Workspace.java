package dev.lanewise.engine.layer;

import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.kernel.LaneSum;
import dev.lanewise.engine.kernel.Panel;
import dev.lanewise.engine.measure.Operation;
import dev.lanewise.engine.measure.Stopwatch;
import dev.lanewise.engine.parallel.Parallel;
import java.util.ArrayList;
import java.util.List;

/**
 * The scratch memory of one pass through an encoder. Grows with the largest batch it has seen, is
 * reused between passes, and belongs to one pass at a time.
 */
public final class Workspace {
  private final Kernels kernels;
  private final EncoderShape shape;
  private final Stopwatch stopwatch = new Stopwatch();
  private final List<Scratch> scratch = new ArrayList<>();
  private final Linear.Product product = new Linear.Product();
  private final SelfAttention.Heads heads = new SelfAttention.Heads();
  private int tokens;

  private float[] embedded = {}; // [tokens][embeddingSize]
  private float[] hidden = {}; // [tokens][hiddenSize]
  private float[] normed = {}; // [tokens][hiddenSize]
  private float[] queries = {}; // [tokens][attentionSize]
  private float[] keysValues = {}; // [tokens][2 * keySize], and what a kernel may read beyond
  private float[] context = {}; // [tokens][attentionSize]
  private float[] delta = {}; // [tokens][hiddenSize]
  private float[] intermediate = {}; // [tokens][intermediateSize]
  private float[] gates = {}; // [tokens][intermediateSize]

  /** The scratch of one worker. */
  static final class Scratch {
    final Panel weights; // what a linear layer lays out anew
    final Panel queries; // [headSize][block]
    final Panel scores; // [tokens][block]
    final float[] inverseSums; // [block]
    final float[] sums = new float[LaneSum.LANES]; // of a norm's row
    private float[] biases = {}; // [tokens + queries], and what a kernel may read beyond

    Scratch(Kernels kernels) {
      weights = kernels.newPanel();
      queries = kernels.newPanel();
      scores = kernels.newPanel();
      inverseSums = new float[kernels.panelColumns()];
    }

    /** Room for the biases of so many distances. */
    float[] biases(int distances) {
      biases = atLeast(biases, distances, 1, inverseSums.length);
      return biases;
    }
  }

  public Workspace(Kernels kernels, EncoderShape shape) {
    this.kernels = kernels;
    this.shape = shape;
  }

  /**
   * Makes room.
   *
   * @param tokens the rows of the batch
   * @param workers how many threads take part in the pass
   */
  public void resize(int tokens, int workers) {
    this.tokens = tokens;
    hidden = atLeast(hidden, tokens, shape.hiddenSize(), 0);
    queries = atLeast(queries, tokens, shape.attentionSize(), 0);
    keysValues = atLeast(keysValues, tokens, 2 * shape.keySize(), kernels.panelColumns());
    context = atLeast(context, tokens, shape.attentionSize(), 0);
    delta = atLeast(delta, tokens, shape.hiddenSize(), 0);
    intermediate = atLeast(intermediate, tokens, shape.intermediateSize(), 0);
    while (scratch.size() < workers) {
      scratch.add(new Scratch(kernels));
    }
  }

  /** What times the pass. */
  public Stopwatch stopwatch() {
    return stopwatch;
  }

  /** The hidden states, the encoder's result: {@code [tokens][hiddenSize]}. */
  public float[] hidden() {
    return hidden;
  }

  /** Embeddings on their way to the hidden size; made for the models that have such. */
  float[] embedded() {
    embedded = atLeast(embedded, tokens, shape.embeddingSize(), 0);
    return embedded;
  }

  /** Hidden states normalized aside; made for the layers that do so. */
  float[] normed() {
    normed = atLeast(normed, tokens, shape.hiddenSize(), 0);
    return normed;
  }

  float[] queries() {
    return queries;
  }

  float[] keysValues() {
    return keysValues;
  }

  float[] context() {
    return context;
  }

  float[] delta() {
    return delta;
  }

  float[] intermediate() {
    return intermediate;
  }

  /** What the intermediate values are multiplied by; made for the layers that do so. */
  float[] gates() {
    gates = atLeast(gates, tokens, shape.intermediateSize(), 0);
    return gates;
  }

  /** The product that is under way. */
  Linear.Product product() {
    return product;
  }

  /** The attention that is under way. */
  SelfAttention.Heads heads() {
    return heads;
  }

  /** {@code hidden += delta} for so many rows. */
  void addDelta(int rows, Parallel parallel) {
    int width = shape.hiddenSize();
    parallel.run(
        Math.ceilDiv(rows, Norm.TASK_ROWS),
        (task, _) -> {
          int end = Math.min(rows, (task + 1) * Norm.TASK_ROWS) * width;
          for (int i = task * Norm.TASK_ROWS * width; i < end; i++) {
            hidden[i] += delta[i];
          }
        });
    stopwatch.lap(Operation.NORM, (long) rows * width, 3L * rows * width * Float.BYTES);
  }

  /**
   * Moves some rows to the front.
   *
   * @param states {@code [tokens][hiddenSize]}
   * @param rows which, ascending
   */
  void moveToFront(float[] states, int[] rows) {
    int width = shape.hiddenSize();
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(states, rows[i] * width, states, i * width, width);
    }
  }

  Scratch scratch(int worker) {
    return scratch.get(worker);
  }

  private static float[] atLeast(float[] array, int rows, int width, int slack) {
    int size = Math.addExact(Math.multiplyExact(rows, width), slack);
    return array.length >= size ? array : new float[size];
  }
}
