package dev.lanewise.bench.kernel;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.kernel.KernelSelector;
import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.kernel.LaneSum;
import dev.lanewise.engine.kernel.PackedMatrix;
import dev.lanewise.engine.kernel.Panel;
import dev.lanewise.engine.kernel.Storage;
import java.util.Random;

/**
 * The operations between matrix products, on random numbers.
 *
 * <p>Softmax works in place, so scores are laid out anew each time; what that takes is in its time.
 */
final class RowWorkload {
  private static final float EPSILON = 1e-12f;

  private final Kernels kernels;
  private final int rows;
  private final int width;
  private final float[] x; // [rows][width]
  private final float[] delta; // [rows][width]
  private final float[] out; // [rows][width]
  private final float[] weight; // [width]
  private final float[] bias; // [width]
  private final float[] sums = new float[LaneSum.LANES];
  private final PackedMatrix column; // [width][1]
  private final Panel scores; // [width][panel columns]
  private final float[] inverseSums; // [panel columns]

  /**
   * @param width of a row; what softmax adds up, too
   */
  RowWorkload(String kernel, int rows, int width) {
    this.kernels = KernelSelector.choose(KernelSelector.Preference.of(kernel)).kernels();
    this.rows = rows;
    this.width = width;
    Random random = new Random(1);
    this.x = gaussian(random, rows * width);
    this.delta = gaussian(random, rows * width);
    this.out = new float[rows * width];
    this.weight = gaussian(random, width);
    this.bias = gaussian(random, width);
    // An inner dimension of one leaves next to nothing but the activation.
    this.column = kernels.pack(width, 1, _ -> new float[] {1}, bias, Storage.F32);
    this.scores = kernels.newPanel();
    this.inverseSums = new float[kernels.panelColumns()];
  }

  /** Numbers in a matrix. */
  long elements() {
    return (long) rows * width;
  }

  /** {@code [rows][width]}, changed in place each time. */
  float[] addNormalize() {
    kernels.addNormalize(x, 0, delta, 0, rows, width, weight, bias, EPSILON, sums);
    return x;
  }

  /** An activation of a rank-one product, {@code [rows][width]}. */
  float[] activate(Activation activation) {
    kernels.linear(out, 0, width, x, 0, 1, rows, column, 0, column.panels(), activation, scores);
    return out;
  }

  /** The inverse sums of a panel of scores. */
  float[] softmax() {
    int columns = Math.min(rows, kernels.panelColumns());
    scores.resize(width, columns);
    kernels.loadTransposed(scores, x, 0, width, columns, width, 1);
    kernels.softmaxColumns(scores, width, inverseSums);
    return inverseSums;
  }

  /** The dot product of two rows. */
  float dot() {
    return kernels.dot(delta, 0, weight, 0, width);
  }

  private static float[] gaussian(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
