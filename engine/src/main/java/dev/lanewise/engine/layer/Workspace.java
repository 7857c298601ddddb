package dev.lanewise.engine.layer;

import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.kernel.Panel;
import dev.lanewise.engine.measure.Stopwatch;
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

  private float[] queries = {}; // [tokens][hiddenSize]
  private float[] keysValues = {}; // [tokens][2 * hiddenSize], and what a kernel may read beyond
  private float[] hidden = {}; // [tokens][hiddenSize]
  private float[] context = {}; // [tokens][hiddenSize]
  private float[] delta = {}; // [tokens][hiddenSize]
  private float[] intermediate = {}; // [tokens][intermediateSize]

  /** The scratch of one worker. */
  static final class Scratch {
    final Panel weights; // what a linear layer lays out anew
    final Panel queries; // [headSize][block]
    final Panel scores; // [tokens][block]
    final float[] inverseSums; // [block]

    Scratch(Kernels kernels) {
      weights = kernels.newPanel();
      queries = kernels.newPanel();
      scores = kernels.newPanel();
      inverseSums = new float[kernels.panelColumns()];
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
    hidden = atLeast(hidden, tokens, shape.hiddenSize(), 0);
    queries = atLeast(queries, tokens, shape.hiddenSize(), 0);
    keysValues = atLeast(keysValues, tokens, 2 * shape.hiddenSize(), kernels.panelColumns());
    context = atLeast(context, tokens, shape.hiddenSize(), 0);
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

  Scratch scratch(int worker) {
    return scratch.get(worker);
  }

  private static float[] atLeast(float[] array, int rows, int width, int slack) {
    int size = Math.addExact(Math.multiplyExact(rows, width), slack);
    return array.length >= size ? array : new float[size];
  }
}
