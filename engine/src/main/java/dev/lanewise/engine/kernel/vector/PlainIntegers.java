package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.IntegerTiles.WIDTH;

/**
 * What {@link IntegerTiles} does, in plain loops; see {@link PlainLoops}. Sums of integers are
 * exact, so the order is free.
 */
final class PlainIntegers {
  /** Inner steps at a time. */
  private static final int STEPS = 4;

  private PlainIntegers() {}

  /**
   * A panel's sums, {@code [rows][WIDTH]}, their columns as {@link IntegerMatrix} orders them.
   *
   * @param a {@code [rows][inner]} from the array's start, each value in both halves of an int
   * @param b {@code [inner][WIDTH]} from {@code bo} on
   * @param inner a multiple of four
   */
  static int[][] sums(int rows, int[] a, short[] b, int bo, int inner) {
    int[][] sums = new int[rows][WIDTH];
    int[][] steps = new int[STEPS][WIDTH];
    for (int k = 0; k < inner; k += STEPS) {
      for (int i = 0; i < STEPS; i++) {
        widen(b, bo + (k + i) * WIDTH, steps[i]);
      }
      for (int m = 0; m < rows; m++) {
        addFour(sums[m], a, m * inner + k, steps);
      }
    }
    return sums;
  }

  private static void widen(short[] b, int offset, int[] to) {
    for (int n = 0; n < to.length; n++) {
      to[n] = b[offset + n];
    }
  }

  private static void addFour(int[] sums, int[] a, int offset, int[][] b) {
    int a0 = (short) a[offset];
    int a1 = (short) a[offset + 1];
    int a2 = (short) a[offset + 2];
    int a3 = (short) a[offset + 3];
    int[] b0 = b[0];
    int[] b1 = b[1];
    int[] b2 = b[2];
    int[] b3 = b[3];
    for (int n = 0; n < sums.length; n++) {
      sums[n] += a0 * b0[n] + a1 * b1[n] + a2 * b2[n] + a3 * b3[n];
    }
  }
}
