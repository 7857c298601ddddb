package dev.lanewise.engine.kernel.scalar;

import static dev.lanewise.engine.kernel.scalar.ScalarKernels.WIDTH;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.kernel.IntegerProducts;
import dev.lanewise.engine.kernel.PackedMatrix;
import dev.lanewise.engine.kernel.WeightRows;
import java.util.Arrays;

/** Weights in integers, and the plain loops that multiply with them. */
final class IntegerRowMatrix extends PackedMatrix {
  private final short[][][] weights; // [panels][inputs][WIDTH]
  private final float[] scales; // [outputs]
  private final float[] bias; // [outputs]

  IntegerRowMatrix(int outputs, int inputs, WeightRows rows, float[] bias) {
    super(outputs, IntegerProducts.requireSummable(inputs), WIDTH, Short.BYTES);
    this.bias = bias.clone();
    scales = new float[outputs];
    weights = new short[panels()][inputs][WIDTH];
    short[] rounded = new short[inputs];
    for (int n = 0; n < outputs; n++) {
      scales[n] = IntegerProducts.roundWeights(rows.row(n), inputs, rounded);
      for (int k = 0; k < inputs; k++) {
        weights[n / WIDTH][k][n % WIDTH] = rounded[k];
      }
    }
  }

  /** A row of results. */
  void row(
      float[] out,
      int outOffset,
      float[] in,
      int inOffset,
      int fromPanel,
      int toPanel,
      Activation activation,
      RowPanel scratch) {
    int[] a = scratch.integers(inputs());
    float scale = round(in, inOffset, a);
    float[] result = scratch.copies()[0];
    int[] sums = scratch.sums();
    for (int panel = fromPanel; panel < toPanel; panel++) {
      Arrays.fill(sums, 0);
      int k = 0;
      for (; k + ScalarKernels.TILE <= inputs(); k += ScalarKernels.TILE) {
        addFour(sums, a, weights[panel], k);
      }
      for (; k < inputs(); k++) {
        add(sums, a[k], weights[panel][k]);
      }
      int first = panel * WIDTH;
      int columns = columnsOf(panel);
      for (int n = 0; n < columns; n++) {
        result[n] = IntegerProducts.result(sums[n], scale, scales[first + n], bias[first + n]);
      }
      ScalarKernels.activate(result, activation);
      System.arraycopy(result, 0, out, outOffset + first, columns);
    }
  }

  /** Rounds a row of activations and returns its scale. */
  private float round(float[] in, int offset, int[] to) {
    int largestBits = 0;
    for (int k = 0; k < inputs(); k++) {
      int magnitude = Float.floatToRawIntBits(in[offset + k]) & IntegerProducts.MAGNITUDE;
      largestBits = Math.max(largestBits, magnitude);
    }
    float largest = Float.intBitsToFloat(largestBits);
    float factor = IntegerProducts.activationFactor(largest);
    for (int k = 0; k < inputs(); k++) {
      to[k] = factor == 0 ? 0 : IntegerProducts.round(in[offset + k], factor);
    }
    return IntegerProducts.activationScale(largest);
  }

  /** Four inner steps at once: sums are loaded and stored a quarter as often. */
  private static void addFour(int[] sums, int[] a, short[][] b, int k) {
    short[] b0 = b[k];
    short[] b1 = b[k + 1];
    short[] b2 = b[k + 2];
    short[] b3 = b[k + 3];
    int a0 = a[k];
    int a1 = a[k + 1];
    int a2 = a[k + 2];
    int a3 = a[k + 3];
    for (int n = 0; n < WIDTH; n++) {
      sums[n] += a0 * b0[n] + a1 * b1[n] + a2 * b2[n] + a3 * b3[n];
    }
  }

  private static void add(int[] sums, int a, short[] b) {
    for (int n = 0; n < WIDTH; n++) {
      sums[n] += a * b[n];
    }
  }
}
