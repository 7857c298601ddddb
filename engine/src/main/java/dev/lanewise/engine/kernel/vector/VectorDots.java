package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.Lanes.LANES;
import static dev.lanewise.engine.kernel.vector.Lanes.SPECIES;

import dev.lanewise.engine.kernel.LaneSum;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * Dot products of one vector with many, each summed as {@link LaneSum} says.
 *
 * <p>One row at a time: rows lie one after the other, and memory is read fastest from front to end;
 * with two or four rows side by side a prefetcher sees as many streams, and some follow none of
 * them. The processor begins with the next row by itself while the last sums of this one are under
 * way. Totals are made for many rows together: where they were made right after their rows, reading
 * memory waited for them.
 */
final class VectorDots {
  /** Rows whose partial sums wait for their totals. */
  static final int GROUP = 64;

  private static final int STEP = LaneSum.LANES;

  private static final VectorShuffle<Float> BY_EIGHT = rotation(8);
  private static final VectorShuffle<Float> BY_FOUR = rotation(4);
  private static final VectorShuffle<Float> BY_TWO = rotation(2);
  private static final VectorShuffle<Float> BY_ONE = rotation(1);

  private VectorDots() {}

  /** See {@link dev.lanewise.engine.kernel.Kernels#dots}. */
  static void dots(float[] out, float[] query, float[] rows, int offset, int count) {
    int length = query.length;
    int whole = length - length % STEP;
    float[] sums = new float[Math.min(GROUP, count) * STEP];
    for (int done = 0; done < count; done += GROUP) {
      int group = Math.min(GROUP, count - done);
      for (int i = 0; i < group; i++) {
        int row = offset + (done + i) * length;
        VectorRows.partialSums(query, 0, rows, row, whole, sums, i * STEP);
        VectorRows.addRest(query, whole, rows, row + whole, length - whole, sums, i * STEP);
      }
      totals(out, done, sums, group);
    }
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
