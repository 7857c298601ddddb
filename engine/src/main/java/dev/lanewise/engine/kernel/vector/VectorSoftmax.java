package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.Lanes.SPECIES;

import dev.lanewise.engine.kernel.Approximations;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** exp and the softmax that is made of it. */
final class VectorSoftmax {
  private VectorSoftmax() {}

  /** Softmax without the division, down as many columns as a vector has lanes. */
  static void column(
      float[] data, int offset, int stride, int rows, float[] inverseSums, int sumsOffset) {
    FloatVector max = FloatVector.fromArray(SPECIES, data, offset);
    for (int m = 1; m < rows; m++) {
      FloatVector s = FloatVector.fromArray(SPECIES, data, offset + m * stride);
      max = max.blend(s, s.compare(VectorOperators.GT, max));
    }
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int m = 0; m < rows; m++) {
      FloatVector e =
          exp(FloatVector.fromArray(SPECIES, data, offset + m * stride).sub(max))
              .sub(Approximations.EXP_LEAST);
      e.intoArray(data, offset + m * stride);
      sum = sum.add(e);
    }
    FloatVector.broadcast(SPECIES, 1).div(sum).intoArray(inverseSums, sumsOffset);
  }

  /** See {@link Approximations#exp}. Small enough to be inlined wherever it is hot. */
  static FloatVector exp(FloatVector x) {
    FloatVector clamped = clamp(x, Approximations.EXP_MIN, Approximations.EXP_MAX);
    FloatVector rounder = FloatVector.broadcast(SPECIES, Approximations.ROUNDER);
    FloatVector rounded = clamped.fma(broadcast(Approximations.LOG2_E), rounder);
    FloatVector n = rounded.sub(rounder);
    FloatVector r = n.fma(broadcast(Approximations.MINUS_LN2), clamped);
    FloatVector p = broadcast(Approximations.EXP_5).fma(r, broadcast(Approximations.EXP_4));
    p = p.fma(r, broadcast(Approximations.EXP_3));
    p = p.fma(r, broadcast(Approximations.EXP_2));
    p = p.fma(r, broadcast(Approximations.EXP_1));
    p = p.fma(r, broadcast(1));
    return p.reinterpretAsInts()
        .add(rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
        .reinterpretAsFloats();
  }

  /**
   * The nearest value of a range; NaN stays NaN. Comparing and blending costs two instructions
   * where the Vector API's {@code max} and {@code min}, which have to order zeros and NaNs, cost
   * several each.
   */
  static FloatVector clamp(FloatVector x, float min, float max) {
    FloatVector raised = x.blend(broadcast(min), x.compare(VectorOperators.LT, min));
    return raised.blend(broadcast(max), raised.compare(VectorOperators.GT, max));
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}
