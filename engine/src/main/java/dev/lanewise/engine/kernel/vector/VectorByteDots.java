package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.Lanes.LANES;
import static dev.lanewise.engine.kernel.vector.Lanes.SPECIES;
import static dev.lanewise.engine.kernel.vector.Lanes.TYPE;
import static dev.lanewise.engine.kernel.vector.Widening.BYTES;
import static dev.lanewise.engine.kernel.vector.Widening.SECOND_BYTES;
import static dev.lanewise.engine.kernel.vector.Widening.SECOND_PART;

import dev.lanewise.engine.kernel.LaneSum;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link VectorDots} where the rows are bytes, widened in registers.
 *
 * <p>One row at a time: rows lie one after the other, and memory is read fastest from front to end
 * (on an EPYC of the Zen 4 generation 1.9 times as fast as four rows at a time). The processor
 * begins with the next row by itself while the last sums of this one are under way.
 */
final class VectorByteDots {
  private static final int STEP = LaneSum.LANES;

  private VectorByteDots() {}

  /** See {@link dev.lanewise.engine.kernel.Kernels#dotsInt8}. */
  static void dots(float[] out, float[] query, byte[] rows, int offset, int count) {
    float[] lanes = new float[STEP];
    for (int i = 0; i < count; i++) {
      out[i] = oneRow(query, rows, offset + i * query.length, lanes);
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
      ByteVector bytes = ByteVector.fromArray(BYTES, rows, at);
      FloatVector row = (FloatVector) bytes.convertShape(VectorOperators.B2F, SPECIES, 0);
      s0 = FloatVector.fromArray(SPECIES, q, n).fma(row, s0);
      if (LANES <= 8) {
        bytes = ByteVector.fromArray(BYTES, rows, at + SECOND_BYTES);
        row = (FloatVector) bytes.convertShape(VectorOperators.B2F, SPECIES, SECOND_PART);
        s1 = FloatVector.fromArray(SPECIES, q, n + LANES).fma(row, s1);
      }
      if (LANES == 4) {
        bytes = ByteVector.fromArray(BYTES, rows, at + BYTES.length());
        row = (FloatVector) bytes.convertShape(VectorOperators.B2F, SPECIES, 0);
        s2 = FloatVector.fromArray(SPECIES, q, n + 2 * LANES).fma(row, s2);
        row = (FloatVector) bytes.convertShape(VectorOperators.B2F, SPECIES, 1);
        s3 = FloatVector.fromArray(SPECIES, q, n + 3 * LANES).fma(row, s3);
      }
    }
    TYPE.cast(s0).intoArray(lanes, 0);
    if (LANES <= 8) {
      TYPE.cast(s1).intoArray(lanes, LANES);
    }
    if (LANES == 4) {
      TYPE.cast(s2).intoArray(lanes, 2 * LANES);
      TYPE.cast(s3).intoArray(lanes, 3 * LANES);
    }
    if (LANES == 16 && n == q.length) {
      return VectorDots.sum(lanes);
    }
    return finish(q, rows, offset, n, lanes);
  }

  private static float finish(float[] q, byte[] rows, int offset, int from, float[] lanes) {
    for (int n = from, lane = 0; n < q.length; n++, lane++) {
      lanes[lane] = Math.fma(q[n], rows[offset + n], lanes[lane]);
    }
    return LaneSum.reduce(lanes);
  }
}
