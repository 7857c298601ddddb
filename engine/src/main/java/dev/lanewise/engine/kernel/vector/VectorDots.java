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
 * other's latency. Totals are made for many rows together: where they were made right after their
 * rows, reading memory waited for them.
 */
final class VectorDots {
  /** Rows whose partial sums wait for their totals. */
  static final int GROUP = 64;

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
    float[] sums = new float[Math.min(GROUP, count) * STEP + 1];
    for (int done = 0; done < count; done += GROUP) {
      int group = Math.min(GROUP, count - done);
      sums[sums.length - 1] =
          touch(rows, first + done + group, Math.min(GROUP, count - done - group));
      partialSums(sums, query, rows, first + done, group);
      totals(out, done, sums, group);
    }
  }

  /**
   * Reads the beginning of rows to come: where a row doesn't follow the one before it in memory the
   * prefetcher learns of it only by the first access, and that one would wait.
   *
   * @return what has to be stored somewhere, or the compiler would leave the reading out
   */
  private static float touch(float[][] rows, int first, int count) {
    float sum = 0;
    for (int i = first; i < first + count; i++) {
      sum += rows[i].length == 0 ? 0 : rows[i][0];
    }
    return sum;
  }

  private static void partialSums(float[] sums, float[] q, float[][] rows, int first, int count) {
    int whole = q.length - q.length % STEP;
    int i = 0;
    if (ROWS > 1) {
      for (; i <= count - ROWS; i += ROWS) {
        int row = first + i;
        if (LANES == 16) {
          float[] c = rows[row + 2];
          float[] d = rows[row + 3];
          fourRows(sums, i * STEP, q, rows[row], rows[row + 1], c, d, whole);
        } else {
          twoRows(sums, i * STEP, q, rows[row], rows[row + 1], whole);
        }
      }
    }
    for (; i < count; i++) {
      VectorRows.partialSums(q, 0, rows[first + i], 0, whole, sums, i * STEP);
    }
    for (int m = 0; m < count; m++) {
      VectorRows.addRest(q, whole, rows[first + m], whole, q.length - whole, sums, m * STEP);
    }
  }

  private static void fourRows(
      float[] sums, int to, float[] q, float[] a, float[] b, float[] c, float[] d, int length) {
    FloatVector sumA = FloatVector.zero(SPECIES);
    FloatVector sumB = sumA;
    FloatVector sumC = sumA;
    FloatVector sumD = sumA;
    for (int n = 0; n < length; n += STEP) {
      FloatVector x = FloatVector.fromArray(SPECIES, q, n);
      sumA = x.fma(FloatVector.fromArray(SPECIES, a, n), sumA);
      sumB = x.fma(FloatVector.fromArray(SPECIES, b, n), sumB);
      sumC = x.fma(FloatVector.fromArray(SPECIES, c, n), sumC);
      sumD = x.fma(FloatVector.fromArray(SPECIES, d, n), sumD);
    }
    TYPE.cast(sumA).intoArray(sums, to);
    TYPE.cast(sumB).intoArray(sums, to + STEP);
    TYPE.cast(sumC).intoArray(sums, to + 2 * STEP);
    TYPE.cast(sumD).intoArray(sums, to + 3 * STEP);
  }

  private static void twoRows(float[] sums, int to, float[] q, float[] a, float[] b, int length) {
    FloatVector a0 = FloatVector.zero(SPECIES);
    FloatVector a1 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    for (int n = 0; n < length; n += STEP) {
      FloatVector x = FloatVector.fromArray(SPECIES, q, n);
      a0 = x.fma(FloatVector.fromArray(SPECIES, a, n), a0);
      b0 = x.fma(FloatVector.fromArray(SPECIES, b, n), b0);
      x = FloatVector.fromArray(SPECIES, q, n + LANES);
      a1 = x.fma(FloatVector.fromArray(SPECIES, a, n + LANES), a1);
      b1 = x.fma(FloatVector.fromArray(SPECIES, b, n + LANES), b1);
    }
    TYPE.cast(a0).intoArray(sums, to);
    TYPE.cast(a1).intoArray(sums, to + LANES);
    TYPE.cast(b0).intoArray(sums, to + STEP);
    TYPE.cast(b1).intoArray(sums, to + STEP + LANES);
  }

  /**
   * {@link LaneSum}'s tree for rows of partial sums, in a register: what stands in the lanes above
   * those that a step is about is never looked at again.
   *
   * @param sums {@code [count][LaneSum.LANES]}
   */
  static void totals(float[] out, int to, float[] sums, int count) {
    for (int i = 0; i < count; i++) {
      int at = i * STEP;
      FloatVector sum = FloatVector.fromArray(SPECIES, sums, at);
      if (LANES == 8) {
        sum = sum.add(FloatVector.fromArray(SPECIES, sums, at + LANES));
      }
      if (LANES == 4) {
        FloatVector second =
            FloatVector.fromArray(SPECIES, sums, at + LANES)
                .add(FloatVector.fromArray(SPECIES, sums, at + 3 * LANES));
        sum = sum.add(FloatVector.fromArray(SPECIES, sums, at + 2 * LANES)).add(second);
      }
      if (LANES >= 16) {
        sum = sum.add(sum.rearrange(BY_EIGHT));
      }
      if (LANES >= 8) {
        sum = sum.add(sum.rearrange(BY_FOUR));
      }
      sum = sum.add(sum.rearrange(BY_TWO));
      out[to + i] = sum.add(sum.rearrange(BY_ONE)).lane(0);
    }
  }

  private static VectorShuffle<Float> rotation(int by) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane + by) % LANES);
  }
}
