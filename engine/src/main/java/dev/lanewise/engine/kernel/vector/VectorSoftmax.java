package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.Lanes.LANES;
import static dev.lanewise.engine.kernel.vector.Lanes.SPECIES;
import static dev.lanewise.engine.kernel.vector.Lanes.TYPE;

import dev.lanewise.engine.kernel.Approximations;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** exp and the softmax that is made of it, down as many columns as a vector has lanes. */
final class VectorSoftmax {
  private VectorSoftmax() {}

  /** Softmax without the division. */
  static void column(
      float[] data, int offset, int stride, int rows, float[] inverseSums, int sumsOffset) {
    FloatVector max = FloatVector.fromArray(SPECIES, data, offset);
    for (int m = 1; m < rows; m++) {
      FloatVector s = FloatVector.fromArray(SPECIES, data, offset + m * stride);
      max = TYPE.cast(max).blend(s, s.compare(VectorOperators.GT, max));
    }
    TYPE.cast(max).intoArray(inverseSums, sumsOffset);
    exp(data, offset, stride, rows, inverseSums, sumsOffset);
    FloatVector sum = FloatVector.fromArray(SPECIES, inverseSums, sumsOffset);
    FloatVector.broadcast(SPECIES, 1).div(sum).intoArray(inverseSums, sumsOffset);
  }

  /**
   * x = exp(x - shift) - {@link Approximations#EXP_LEAST}, in place; see {@link
   * Approximations#exp}.
   *
   * @param shifts holds as many as there are lanes, and gets the sums of the results instead
   */
  static void exp(float[] x, int offset, int stride, int rows, float[] shifts, int shiftsOffset) {
    FloatVector shift = FloatVector.fromArray(SPECIES, shifts, shiftsOffset);
    FloatVector rounder = FloatVector.broadcast(SPECIES, Approximations.ROUNDER);
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int m = 0; m < rows; m++) {
      int at = offset + m * stride;
      FloatVector c = FloatVector.fromArray(SPECIES, x, at).sub(shift);
      c = c.blend(Approximations.EXP_MIN, c.compare(VectorOperators.LT, Approximations.EXP_MIN));
      c = c.blend(Approximations.EXP_MAX, c.compare(VectorOperators.GT, Approximations.EXP_MAX));
      FloatVector rounded = c.fma(FloatVector.broadcast(SPECIES, Approximations.LOG2_E), rounder);
      FloatVector n = rounded.sub(rounder);
      FloatVector r = n.fma(FloatVector.broadcast(SPECIES, Approximations.MINUS_LN2), c);
      FloatVector p =
          FloatVector.broadcast(SPECIES, Approximations.EXP_5)
              .fma(r, FloatVector.broadcast(SPECIES, Approximations.EXP_4));
      p = p.fma(r, FloatVector.broadcast(SPECIES, Approximations.EXP_3));
      p = p.fma(r, FloatVector.broadcast(SPECIES, Approximations.EXP_2));
      p = p.fma(r, FloatVector.broadcast(SPECIES, Approximations.EXP_1));
      p = p.fma(r, FloatVector.broadcast(SPECIES, 1));
      FloatVector e =
          p.reinterpretAsInts()
              .add(rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
              .reinterpretAsFloats()
              .sub(Approximations.EXP_LEAST);
      e.intoArray(x, at);
      sum = e.add(sum);
    }
    TYPE.cast(sum).intoArray(shifts, shiftsOffset);
  }

  /** The same of one row of a length that is a multiple of the lanes, not shifted. */
  static void exp(float[] x, int length, float[] scratch) {
    FloatVector.zero(SPECIES).intoArray(scratch, 0);
    exp(x, 0, LANES, length / LANES, scratch, 0);
  }
}
