package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.Lanes.LANES;
import static dev.lanewise.engine.kernel.vector.Lanes.SPECIES;
import static dev.lanewise.engine.kernel.vector.Lanes.TYPE;

import dev.lanewise.engine.kernel.LaneSum;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * Dot products of one vector with many, each summed as {@link LaneSum} says.
 *
 * <p>The sixteen partial sums of a product are one chain of additions for a vector of 512 bits, two
 * for 256 and four for 128. As many rows go side by side as make four chains, which hide each
 * other's latency well enough to outrun memory.
 */
final class VectorDots {
  /** Rows side by side. */
  private static final int ROWS = LANES / 4;

  private static final int STEP = LaneSum.LANES;

  private static final VectorShuffle<Float> BY_EIGHT = rotation(8);
  private static final VectorShuffle<Float> BY_FOUR = rotation(4);
  private static final VectorShuffle<Float> BY_TWO = rotation(2);
  private static final VectorShuffle<Float> BY_ONE = rotation(1);

  private VectorDots() {}

  /** See {@link dev.lanewise.engine.kernel.Kernels#dots}. */
  static void dots(float[] out, float[] query, float[][] rows, int first, int count) {
    float[] lanes = new float[STEP];
    int i = 0;
    for (; i <= count - ROWS; i += ROWS) {
      int row = first + i;
      if (LANES == 16) {
        fourRows(out, i, query, rows[row], rows[row + 1], rows[row + 2], rows[row + 3], lanes);
      } else if (LANES == 8) {
        twoRows(out, i, query, rows[row], rows[row + 1], lanes);
      } else {
        out[i] = oneRow(query, rows[row], lanes);
      }
    }
    for (; i < count; i++) {
      out[i] = oneRow(query, rows[first + i], lanes);
    }
  }

  private static void fourRows(
      float[] out, int to, float[] q, float[] a, float[] b, float[] c, float[] d, float[] lanes) {
    FloatVector sumA = FloatVector.zero(SPECIES);
    FloatVector sumB = sumA;
    FloatVector sumC = sumA;
    FloatVector sumD = sumA;
    int n = 0;
    for (; n <= q.length - STEP; n += STEP) {
      FloatVector x = FloatVector.fromArray(SPECIES, q, n);
      sumA = x.fma(FloatVector.fromArray(SPECIES, a, n), sumA);
      sumB = x.fma(FloatVector.fromArray(SPECIES, b, n), sumB);
      sumC = x.fma(FloatVector.fromArray(SPECIES, c, n), sumC);
      sumD = x.fma(FloatVector.fromArray(SPECIES, d, n), sumD);
    }
    if (n == q.length) {
      TYPE.cast(sumA).intoArray(lanes, 0);
      out[to] = sum(lanes);
      TYPE.cast(sumB).intoArray(lanes, 0);
      out[to + 1] = sum(lanes);
      TYPE.cast(sumC).intoArray(lanes, 0);
      out[to + 2] = sum(lanes);
      TYPE.cast(sumD).intoArray(lanes, 0);
      out[to + 3] = sum(lanes);
    } else {
      TYPE.cast(sumA).intoArray(lanes, 0);
      out[to] = finish(q, a, n, lanes);
      TYPE.cast(sumB).intoArray(lanes, 0);
      out[to + 1] = finish(q, b, n, lanes);
      TYPE.cast(sumC).intoArray(lanes, 0);
      out[to + 2] = finish(q, c, n, lanes);
      TYPE.cast(sumD).intoArray(lanes, 0);
      out[to + 3] = finish(q, d, n, lanes);
    }
  }

  private static void twoRows(float[] out, int to, float[] q, float[] a, float[] b, float[] lanes) {
    FloatVector a0 = FloatVector.zero(SPECIES);
    FloatVector a1 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    int n = 0;
    for (; n <= q.length - STEP; n += STEP) {
      FloatVector x = FloatVector.fromArray(SPECIES, q, n);
      a0 = x.fma(FloatVector.fromArray(SPECIES, a, n), a0);
      b0 = x.fma(FloatVector.fromArray(SPECIES, b, n), b0);
      x = FloatVector.fromArray(SPECIES, q, n + LANES);
      a1 = x.fma(FloatVector.fromArray(SPECIES, a, n + LANES), a1);
      b1 = x.fma(FloatVector.fromArray(SPECIES, b, n + LANES), b1);
    }
    if (n == q.length) {
      TYPE.cast(a0).add(a1).intoArray(lanes, 0);
      out[to] = sum(lanes);
      TYPE.cast(b0).add(b1).intoArray(lanes, 0);
      out[to + 1] = sum(lanes);
    } else {
      TYPE.cast(a0).intoArray(lanes, 0);
      TYPE.cast(a1).intoArray(lanes, LANES);
      out[to] = finish(q, a, n, lanes);
      TYPE.cast(b0).intoArray(lanes, 0);
      TYPE.cast(b1).intoArray(lanes, LANES);
      out[to + 1] = finish(q, b, n, lanes);
    }
  }

  private static float oneRow(float[] q, float[] a, float[] lanes) {
    int whole = q.length - q.length % STEP;
    VectorRows.partialSums(q, 0, a, 0, whole, lanes);
    return finish(q, a, whole, lanes);
  }

  /** Adds what fills no vector, and sums up. */
  private static float finish(float[] q, float[] row, int from, float[] lanes) {
    for (int n = from, lane = 0; n < q.length; n++, lane++) {
      lanes[lane] = Math.fma(q[n], row[n], lanes[lane]);
    }
    return LaneSum.reduce(lanes);
  }

  /**
   * The last steps of {@link LaneSum}'s tree for partial sums as many as a vector has lanes, in a
   * register: what stands in the lanes above those that a step is about is never looked at again.
   */
  static float sum(float[] lanes) {
    FloatVector sum = FloatVector.fromArray(SPECIES, lanes, 0);
    if (LANES >= 16) {
      sum = sum.add(sum.rearrange(BY_EIGHT));
    }
    if (LANES >= 8) {
      sum = sum.add(sum.rearrange(BY_FOUR));
    }
    sum = sum.add(sum.rearrange(BY_TWO));
    return sum.add(sum.rearrange(BY_ONE)).lane(0);
  }

  private static VectorShuffle<Float> rotation(int by) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane + by) % LANES);
  }
}
