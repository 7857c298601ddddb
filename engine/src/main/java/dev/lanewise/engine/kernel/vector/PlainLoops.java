package dev.lanewise.engine.kernel.vector;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.kernel.Approximations;

/**
 * What the vector code of this package does, in plain loops on the same layouts and to the same
 * bits: for the first seconds of a process, in which vector code that isn't compiled yet would run
 * a hundred times slower than these.
 *
 * <p>The loops over columns are shaped for C2, which makes vectors of them where all arrays are
 * indexed by the loop's variable alone; hence the rows copied to arrays of their own.
 */
final class PlainLoops {
  /** Inner steps at a time. */
  private static final int STEPS = 4;

  private PlainLoops() {}

  /** See {@link FourVectorTiles}; for any number of rows and of columns. */
  static void tile(
      int rows,
      int columns,
      float[] c,
      int co,
      int cs,
      float[] seed,
      int so,
      int ss,
      float[] a,
      int ao,
      int ar,
      int ac,
      float[] b,
      int bo,
      int bs,
      int inner) {
    float[][] sums = new float[rows][columns];
    for (int m = 0; m < rows; m++) {
      System.arraycopy(seed, so + m * ss, sums[m], 0, columns);
    }
    float[][] steps = new float[STEPS][columns];
    for (int k = 0; k < inner; k += STEPS) {
      int count = Math.min(STEPS, inner - k);
      for (int i = 0; i < count; i++) {
        System.arraycopy(b, bo + (k + i) * bs, steps[i], 0, columns);
      }
      for (int m = 0; m < rows; m++) {
        int from = ao + m * ar + k * ac;
        if (count == STEPS) {
          addFour(sums[m], a, from, ac, steps);
        } else {
          for (int i = 0; i < count; i++) {
            addOne(sums[m], a[from + i * ac], steps[i]);
          }
        }
      }
    }
    for (int m = 0; m < rows; m++) {
      System.arraycopy(sums[m], 0, c, co + m * cs, columns);
    }
  }

  private static void addFour(float[] sums, float[] a, int offset, int stride, float[][] b) {
    float a0 = a[offset];
    float a1 = a[offset + stride];
    float a2 = a[offset + 2 * stride];
    float a3 = a[offset + 3 * stride];
    float[] b0 = b[0];
    float[] b1 = b[1];
    float[] b2 = b[2];
    float[] b3 = b[3];
    for (int n = 0; n < sums.length; n++) {
      float sum = Math.fma(a1, b1[n], Math.fma(a0, b0[n], sums[n]));
      sums[n] = Math.fma(a3, b3[n], Math.fma(a2, b2[n], sum));
    }
  }

  private static void addOne(float[] sums, float a, float[] b) {
    for (int n = 0; n < sums.length; n++) {
      sums[n] = Math.fma(a, b[n], sums[n]);
    }
  }

  /** See {@link VectorTransposition#load}. */
  static void loadTransposed(
      float[] out,
      int stride,
      float[] in,
      int inOffset,
      int inStride,
      int columns,
      int rows,
      float scale) {
    for (int c = 0; c < columns; c++) {
      int from = inOffset + c * inStride;
      for (int r = 0; r < rows; r++) {
        out[r * stride + c] = scale * in[from + r];
      }
    }
  }

  static void activate(Activation activation, float[] x, int offset, int length) {
    if (activation != Activation.IDENTITY) {
      for (int i = offset; i < offset + length; i++) {
        x[i] = Approximations.activate(activation, x[i]);
      }
    }
  }

  /** See {@link VectorSoftmax#column}; for a number of columns. */
  static void softmax(float[] data, int columns, int stride, int rows, float[] inverseSums) {
    for (int n = 0; n < columns; n++) {
      float max = data[n];
      for (int m = 1; m < rows; m++) {
        max = Math.max(max, data[n + m * stride]);
      }
      float sum = 0;
      for (int m = 0; m < rows; m++) {
        float e = Approximations.exp(data[n + m * stride] - max) - Approximations.EXP_LEAST;
        data[n + m * stride] = e;
        sum += e;
      }
      inverseSums[n] = 1 / sum;
    }
  }

  static void scale(float[] x, int offset, int length, float factor) {
    for (int i = offset; i < offset + length; i++) {
      x[i] *= factor;
    }
  }
}
