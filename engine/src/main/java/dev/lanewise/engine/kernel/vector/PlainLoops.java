package dev.lanewise.engine.kernel.vector;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.kernel.Approximations;

/**
 * What the vector code of this package does, in plain loops on the same layouts and to the same
 * bits: for the first seconds of a process, in which vector code that isn't compiled yet would run
 * a hundred times slower than these.
 *
 * <p>The loops are shaped for the fast compiler of the first tier: a few sums in registers.
 */
final class PlainLoops {
  private PlainLoops() {}

  /** See {@link FourVectorTiles}; for any number of rows, and columns in fours. */
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
    for (int m = 0; m < rows; m += 2) {
      // A last odd row is computed twice: the seed is read before anything is written.
      int second = Math.min(m + 1, rows - 1);
      for (int n = 0; n < columns; n += 4) {
        int seed0 = so + m * ss + n;
        int seed1 = so + second * ss + n;
        float c00 = seed[seed0];
        float c01 = seed[seed0 + 1];
        float c02 = seed[seed0 + 2];
        float c03 = seed[seed0 + 3];
        float c10 = seed[seed1];
        float c11 = seed[seed1 + 1];
        float c12 = seed[seed1 + 2];
        float c13 = seed[seed1 + 3];
        int a0 = ao + m * ar;
        int a1 = ao + second * ar;
        int at = bo + n;
        for (int k = 0; k < inner; k++) {
          float x = a[a0];
          float y = a[a1];
          float q = b[at];
          c00 = Math.fma(x, q, c00);
          c10 = Math.fma(y, q, c10);
          q = b[at + 1];
          c01 = Math.fma(x, q, c01);
          c11 = Math.fma(y, q, c11);
          q = b[at + 2];
          c02 = Math.fma(x, q, c02);
          c12 = Math.fma(y, q, c12);
          q = b[at + 3];
          c03 = Math.fma(x, q, c03);
          c13 = Math.fma(y, q, c13);
          // The first compiler doesn't turn products of k into sums by itself.
          a0 += ac;
          a1 += ac;
          at += bs;
        }
        int to = co + m * cs + n;
        c[to] = c00;
        c[to + 1] = c01;
        c[to + 2] = c02;
        c[to + 3] = c03;
        to = co + second * cs + n;
        c[to] = c10;
        c[to + 1] = c11;
        c[to + 2] = c12;
        c[to + 3] = c13;
      }
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
