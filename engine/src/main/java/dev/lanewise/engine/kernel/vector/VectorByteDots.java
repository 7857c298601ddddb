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

/** {@link VectorDots} where the rows are bytes, widened in registers. */
final class VectorByteDots {
  private static final int STEP = LaneSum.LANES;

  private VectorByteDots() {}

  /** See {@link dev.lanewise.engine.kernel.Kernels#dotsInt8}. */
  static void dots(float[] out, float[] query, byte[] rows, int offset, int count) {
    int length = query.length;
    int whole = length - length % STEP;
    float[] sums = new float[Math.min(VectorDots.GROUP, count) * STEP];
    for (int done = 0; done < count; done += VectorDots.GROUP) {
      int group = Math.min(VectorDots.GROUP, count - done);
      for (int i = 0; i < group; i++) {
        int row = offset + (done + i) * length;
        if (LANES == 16) {
          oneRow(sums, i * STEP, query, rows, row, whole);
        } else {
          oneRowInParts(sums, i * STEP, query, rows, row, whole);
        }
        addRest(sums, i * STEP, query, rows, row, whole);
      }
      VectorDots.totals(out, done, sums, group);
    }
  }

  /** Vectors of sixteen lanes, four steps at a time. */
  private static void oneRow(float[] sums, int to, float[] q, byte[] rows, int offset, int length) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int n = 0;
    for (; n <= length - 4 * STEP; n += 4 * STEP) {
      int at = offset + n;
      ByteVector bytes = ByteVector.fromArray(BYTES, rows, at);
      FloatVector row = (FloatVector) bytes.convertShape(VectorOperators.B2F, SPECIES, 0);
      sum = FloatVector.fromArray(SPECIES, q, n).fma(row, sum);
      bytes = ByteVector.fromArray(BYTES, rows, at + STEP);
      row = (FloatVector) bytes.convertShape(VectorOperators.B2F, SPECIES, 0);
      sum = FloatVector.fromArray(SPECIES, q, n + STEP).fma(row, sum);
      bytes = ByteVector.fromArray(BYTES, rows, at + 2 * STEP);
      row = (FloatVector) bytes.convertShape(VectorOperators.B2F, SPECIES, 0);
      sum = FloatVector.fromArray(SPECIES, q, n + 2 * STEP).fma(row, sum);
      bytes = ByteVector.fromArray(BYTES, rows, at + 3 * STEP);
      row = (FloatVector) bytes.convertShape(VectorOperators.B2F, SPECIES, 0);
      sum = FloatVector.fromArray(SPECIES, q, n + 3 * STEP).fma(row, sum);
    }
    for (; n < length; n += STEP) {
      ByteVector bytes = ByteVector.fromArray(BYTES, rows, offset + n);
      FloatVector row = (FloatVector) bytes.convertShape(VectorOperators.B2F, SPECIES, 0);
      sum = FloatVector.fromArray(SPECIES, q, n).fma(row, sum);
    }
    TYPE.cast(sum).intoArray(sums, to);
  }

  /** Vectors of eight or four lanes. */
  private static void oneRowInParts(
      float[] sums, int to, float[] q, byte[] rows, int offset, int length) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int n = 0; n < length; n += STEP) {
      int at = offset + n;
      ByteVector bytes = ByteVector.fromArray(BYTES, rows, at);
      FloatVector row = (FloatVector) bytes.convertShape(VectorOperators.B2F, SPECIES, 0);
      s0 = FloatVector.fromArray(SPECIES, q, n).fma(row, s0);
      bytes = ByteVector.fromArray(BYTES, rows, at + SECOND_BYTES);
      row = (FloatVector) bytes.convertShape(VectorOperators.B2F, SPECIES, SECOND_PART);
      s1 = FloatVector.fromArray(SPECIES, q, n + LANES).fma(row, s1);
      if (LANES == 4) {
        bytes = ByteVector.fromArray(BYTES, rows, at + BYTES.length());
        row = (FloatVector) bytes.convertShape(VectorOperators.B2F, SPECIES, 0);
        s2 = FloatVector.fromArray(SPECIES, q, n + 2 * LANES).fma(row, s2);
        row = (FloatVector) bytes.convertShape(VectorOperators.B2F, SPECIES, 1);
        s3 = FloatVector.fromArray(SPECIES, q, n + 3 * LANES).fma(row, s3);
      }
    }
    TYPE.cast(s0).intoArray(sums, to);
    TYPE.cast(s1).intoArray(sums, to + LANES);
    if (LANES == 4) {
      TYPE.cast(s2).intoArray(sums, to + 2 * LANES);
      TYPE.cast(s3).intoArray(sums, to + 3 * LANES);
    }
  }

  /** Adds what fills no vector. */
  private static void addRest(float[] sums, int to, float[] q, byte[] rows, int offset, int from) {
    for (int n = from; n < q.length; n++) {
      int lane = to + n - from;
      sums[lane] = Math.fma(q[n], rows[offset + n], sums[lane]);
    }
  }
}
