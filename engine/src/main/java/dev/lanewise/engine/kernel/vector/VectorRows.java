package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.Lanes.LANES;
import static dev.lanewise.engine.kernel.vector.Lanes.SPECIES;
import static dev.lanewise.engine.kernel.vector.Lanes.TYPE;

import dev.lanewise.engine.kernel.LaneSum;
import jdk.incubator.vector.FloatVector;

/**
 * Operations along a row, which sum as {@link LaneSum} says: its sixteen partial sums are one
 * vector of 512 bits, two of 256 or four of 128.
 *
 * <p>The conditions on {@code LANES} are constants: for each width the compiler sees only the
 * accumulators that it needs.
 */
final class VectorRows {
  /** Chains of {@link #burn}: latencies of four cycles at two a cycle, and some to spare. */
  static final int BURN_CHAINS = 10;

  private VectorRows() {}

  /**
   * See {@link dev.lanewise.engine.kernel.Kernels#burn}.
   *
   * <p>Four steps at a time, so that it is longer than what C2 inlines (325 bytes of bytecode): in
   * the midst of a caller's loop it would run out of registers and take twice as long.
   */
  static float burn(int steps) {
    FloatVector x = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector y = FloatVector.broadcast(SPECIES, 0.25f);
    FloatVector c0 = y;
    FloatVector c1 = y;
    FloatVector c2 = y;
    FloatVector c3 = y;
    FloatVector c4 = y;
    FloatVector c5 = y;
    FloatVector c6 = y;
    FloatVector c7 = y;
    FloatVector c8 = y;
    FloatVector c9 = y;
    for (int i = 0; i < steps; i += 4) {
      c0 = x.fma(y, c0);
      c1 = x.fma(y, c1);
      c2 = x.fma(y, c2);
      c3 = x.fma(y, c3);
      c4 = x.fma(y, c4);
      c5 = x.fma(y, c5);
      c6 = x.fma(y, c6);
      c7 = x.fma(y, c7);
      c8 = x.fma(y, c8);
      c9 = x.fma(y, c9);
      c0 = x.fma(y, c0);
      c1 = x.fma(y, c1);
      c2 = x.fma(y, c2);
      c3 = x.fma(y, c3);
      c4 = x.fma(y, c4);
      c5 = x.fma(y, c5);
      c6 = x.fma(y, c6);
      c7 = x.fma(y, c7);
      c8 = x.fma(y, c8);
      c9 = x.fma(y, c9);
      c0 = x.fma(y, c0);
      c1 = x.fma(y, c1);
      c2 = x.fma(y, c2);
      c3 = x.fma(y, c3);
      c4 = x.fma(y, c4);
      c5 = x.fma(y, c5);
      c6 = x.fma(y, c6);
      c7 = x.fma(y, c7);
      c8 = x.fma(y, c8);
      c9 = x.fma(y, c9);
      c0 = x.fma(y, c0);
      c1 = x.fma(y, c1);
      c2 = x.fma(y, c2);
      c3 = x.fma(y, c3);
      c4 = x.fma(y, c4);
      c5 = x.fma(y, c5);
      c6 = x.fma(y, c6);
      c7 = x.fma(y, c7);
      c8 = x.fma(y, c8);
      c9 = x.fma(y, c9);
    }
    FloatVector sum = FloatVector.zero(SPECIES).add(c0).add(c1).add(c2).add(c3).add(c4);
    return sum.add(c5).add(c6).add(c7).add(c8).add(c9).lane(0);
  }

  /**
   * Multiplies by a factor, in place.
   *
   * @param length a multiple of the lanes
   */
  static void scale(float[] x, int offset, int length, float factor) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector.fromArray(SPECIES, x, offset + i).mul(factor).intoArray(x, offset + i);
    }
  }

  static float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
    return dot(a, aOffset, b, bOffset, length, new float[LaneSum.LANES]);
  }

  /** The same with scratch for the partial sums. */
  static float dot(float[] a, int aOffset, float[] b, int bOffset, int length, float[] lanes) {
    int whole = length - length % LaneSum.LANES;
    partialSums(a, aOffset, b, bOffset, whole, lanes, 0);
    addRest(a, aOffset + whole, b, bOffset + whole, length - whole, lanes, 0);
    return LaneSum.reduce(lanes);
  }

  /** Adds what fills no vector, {@code length} products, to partial sums from {@code to} on. */
  static void addRest(
      float[] a, int aOffset, float[] b, int bOffset, int length, float[] lanes, int to) {
    for (int i = 0; i < length; i++) {
      lanes[to + i] = Math.fma(a[aOffset + i], b[bOffset + i], lanes[to + i]);
    }
  }

  /**
   * The partial sums of a dot product.
   *
   * @param length a multiple of {@link LaneSum#LANES}
   * @param lanes gets them, from {@code to} on
   */
  static void partialSums(
      float[] a, int aOffset, float[] b, int bOffset, int length, float[] lanes, int to) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int n = 0;
    if (LANES == 16) {
      // By four, as in VectorByteDots: memory is read faster so.
      for (; n <= length - 4 * LANES; n += 4 * LANES) {
        int i = aOffset + n;
        int j = bOffset + n;
        s0 = FloatVector.fromArray(SPECIES, a, i).fma(FloatVector.fromArray(SPECIES, b, j), s0);
        i += LANES;
        j += LANES;
        s0 = FloatVector.fromArray(SPECIES, a, i).fma(FloatVector.fromArray(SPECIES, b, j), s0);
        i += LANES;
        j += LANES;
        s0 = FloatVector.fromArray(SPECIES, a, i).fma(FloatVector.fromArray(SPECIES, b, j), s0);
        i += LANES;
        j += LANES;
        s0 = FloatVector.fromArray(SPECIES, a, i).fma(FloatVector.fromArray(SPECIES, b, j), s0);
      }
    }
    for (; n < length; n += LaneSum.LANES) {
      s0 =
          FloatVector.fromArray(SPECIES, a, aOffset + n)
              .fma(FloatVector.fromArray(SPECIES, b, bOffset + n), s0);
      if (LANES <= 8) {
        int i = n + LANES;
        s1 =
            FloatVector.fromArray(SPECIES, a, aOffset + i)
                .fma(FloatVector.fromArray(SPECIES, b, bOffset + i), s1);
      }
      if (LANES == 4) {
        int i = n + 2 * LANES;
        s2 =
            FloatVector.fromArray(SPECIES, a, aOffset + i)
                .fma(FloatVector.fromArray(SPECIES, b, bOffset + i), s2);
        i += LANES;
        s3 =
            FloatVector.fromArray(SPECIES, a, aOffset + i)
                .fma(FloatVector.fromArray(SPECIES, b, bOffset + i), s3);
      }
    }
    TYPE.cast(s0).intoArray(lanes, to);
    if (LANES <= 8) {
      TYPE.cast(s1).intoArray(lanes, to + LANES);
    }
    if (LANES == 4) {
      TYPE.cast(s2).intoArray(lanes, to + 2 * LANES);
      TYPE.cast(s3).intoArray(lanes, to + 3 * LANES);
    }
  }
}
