package dev.lanewise.engine.kernel.scalar;

import dev.lanewise.engine.kernel.LaneSum;
import java.util.Arrays;

/** Dot products of one vector with many. */
final class ScalarDots {
  private ScalarDots() {}

  /** See {@link dev.lanewise.engine.kernel.Kernels#dots}. */
  static void dots(float[] out, float[] query, float[] rows, int offset, int count) {
    float[] lanes = new float[LaneSum.LANES];
    for (int i = 0; i < count; i++) {
      out[i] = dot(query, 0, rows, offset + i * query.length, query.length, lanes);
    }
  }

  /** See {@link dev.lanewise.engine.kernel.Kernels#dotsInt8}. */
  static void dotsInt8(float[] out, float[] query, byte[] rows, int offset, int count) {
    float[] lanes = new float[LaneSum.LANES];
    float[] row = new float[query.length];
    for (int i = 0; i < count; i++) {
      int from = offset + i * row.length;
      for (int n = 0; n < row.length; n++) {
        row[n] = rows[from + n];
      }
      out[i] = dot(query, 0, row, 0, row.length, lanes);
    }
  }

  /**
   * A dot product.
   *
   * @param lanes scratch
   */
  static float dot(float[] a, int aOffset, float[] b, int bOffset, int length, float[] lanes) {
    Arrays.fill(lanes, 0);
    for (int i = 0; i < length; i++) {
      int lane = i % LaneSum.LANES;
      lanes[lane] = Math.fma(a[aOffset + i], b[bOffset + i], lanes[lane]);
    }
    return LaneSum.reduce(lanes);
  }
}
