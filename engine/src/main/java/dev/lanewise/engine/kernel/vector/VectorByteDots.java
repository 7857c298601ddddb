package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.Lanes.LANES;
import static dev.lanewise.engine.kernel.vector.Lanes.SPECIES;

import dev.lanewise.engine.kernel.LaneSum;
import jdk.incubator.vector.FloatVector;

/**
 * {@link VectorDots} where the rows are bytes, widened in registers. For 128 bits, whose sums need
 * four registers a row, one row goes at a time.
 */
final class VectorByteDots {
  private static final int STEP = LaneSum.LANES;

  private VectorByteDots() {}

  /** See {@link dev.lanewise.engine.kernel.Kernels#dotsInt8}. */
  static void dots(float[] out, float[] query, byte[] rows, int offset, int count) {
    float[] lanes = new float[STEP];
    int width = query.length;
    int i = 0;
    if (LANES == 16) {
      for (; i <= count - 4; i += 4) {
        fourRows(out, i, query, rows, offset + i * width, lanes);
      }
    }
    for (; i < count; i++) {
      out[i] = oneRow(query, rows, offset + i * width, lanes);
    }
  }

  private static void fourRows(
      float[] out, int to, float[] q, byte[] rows, int offset, float[] lanes) {
    int b = offset + q.length;
    int c = b + q.length;
    int d = c + q.length;
    FloatVector sumA = FloatVector.zero(SPECIES);
    FloatVector sumB = sumA;
    FloatVector sumC = sumA;
    FloatVector sumD = sumA;
    int n = 0;
    for (; n <= q.length - STEP; n += STEP) {
      FloatVector x = FloatVector.fromArray(SPECIES, q, n);
      sumA = x.fma(Widening.bytes(rows, offset + n, 0), sumA);
      sumB = x.fma(Widening.bytes(rows, b + n, 0), sumB);
      sumC = x.fma(Widening.bytes(rows, c + n, 0), sumC);
      sumD = x.fma(Widening.bytes(rows, d + n, 0), sumD);
    }
    if (n == q.length) {
      out[to] = VectorDots.sum(sumA);
      out[to + 1] = VectorDots.sum(sumB);
      out[to + 2] = VectorDots.sum(sumC);
      out[to + 3] = VectorDots.sum(sumD);
    } else {
      sumA.intoArray(lanes, 0);
      out[to] = finish(q, rows, offset, n, lanes);
      sumB.intoArray(lanes, 0);
      out[to + 1] = finish(q, rows, b, n, lanes);
      sumC.intoArray(lanes, 0);
      out[to + 2] = finish(q, rows, c, n, lanes);
      sumD.intoArray(lanes, 0);
      out[to + 3] = finish(q, rows, d, n, lanes);
    }
  }

  private static float oneRow(float[] q, byte[] rows, int offset, float[] lanes) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int n = 0;
    for (; n <= q.length - STEP; n += STEP) {
      int at = offset + n;
      s0 = load(q, n).fma(Widening.bytes(rows, at, 0), s0);
      if (LANES <= 8) {
        s1 = load(q, n + LANES).fma(Widening.bytes(rows, at, 1), s1);
      }
      if (LANES == 4) {
        s2 = load(q, n + 2 * LANES).fma(Widening.bytes(rows, at, 2), s2);
        s3 = load(q, n + 3 * LANES).fma(Widening.bytes(rows, at, 3), s3);
      }
    }
    VectorRows.store(s0, s1, s2, s3, lanes);
    return finish(q, rows, offset, n, lanes);
  }

  private static float finish(float[] q, byte[] rows, int offset, int from, float[] lanes) {
    for (int n = from, lane = 0; n < q.length; n++, lane++) {
      lanes[lane] = Math.fma(q[n], rows[offset + n], lanes[lane]);
    }
    return LaneSum.reduce(lanes);
  }

  private static FloatVector load(float[] array, int offset) {
    return FloatVector.fromArray(SPECIES, array, offset);
  }
}
