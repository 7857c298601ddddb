package dev.lanewise.engine.kernel.scalar;

import dev.lanewise.engine.kernel.Panel;
import java.util.Arrays;

/** A scratch panel whose rows are arrays of their own. */
final class RowPanel extends Panel {
  private float[][] rows = {}; // [rows][WIDTH]

  float[][] rows() {
    return rows;
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
