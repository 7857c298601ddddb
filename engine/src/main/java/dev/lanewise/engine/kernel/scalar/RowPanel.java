package dev.lanewise.engine.kernel.scalar;

import dev.lanewise.engine.kernel.Panel;
import java.util.Arrays;

/** A scratch panel whose rows are arrays of their own. */
final class RowPanel extends Panel {
  private float[][] rows = {}; // [rows][WIDTH]
  private final float[][] results = new float[ScalarKernels.WIDTH][]; // [columns][WIDTH]
  private final float[][] copies = new float[ScalarKernels.TILE][ScalarKernels.WIDTH];

  private int[] integers = {};
  private final int[] sums = new int[ScalarKernels.WIDTH];

  float[][] rows() {
    return rows;
  }

  /** Scratch for a row of activations in integers. */
  int[] integers(int length) {
    if (integers.length < length) {
      integers = new int[length];
    }
    return integers;
  }

  /** Scratch for a row of exact sums, {@code [WIDTH]}. */
  int[] sums() {
    return sums;
  }

  /** Scratch for a row of results for each of the panel's columns, {@code [columns][WIDTH]}. */
  float[][] results() {
    for (int m = columns() - 1; m >= 0 && results[m] == null; m--) {
      results[m] = new float[ScalarKernels.WIDTH];
    }
    return results;
  }

  /** Scratch for a few rows of a factor or of a result, {@code [TILE][WIDTH]}. */
  float[][] copies() {
    return copies;
  }

  @Override
  protected void ensure(int rowCount, int columns) {
    int had = rows.length;
    if (had < rowCount) {
      rows = Arrays.copyOf(rows, rowCount);
      for (int i = had; i < rowCount; i++) {
        rows[i] = new float[ScalarKernels.WIDTH];
      }
    }
  }
}
