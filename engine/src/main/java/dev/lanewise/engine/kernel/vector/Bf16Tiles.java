package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.FewRows.COLUMNS;
import static dev.lanewise.engine.kernel.vector.FewRows.STEPS;
import static dev.lanewise.engine.kernel.vector.Lanes.LANES;
import static dev.lanewise.engine.kernel.vector.Lanes.SPECIES;
import static dev.lanewise.engine.kernel.vector.Lanes.TYPE;
import static dev.lanewise.engine.kernel.vector.Widening.PAIRS;
import static dev.lanewise.engine.kernel.vector.Widening.UPPER_HALF;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link FewRows}' micro-kernels for weights in bf16.
 *
 * <p>A row of weights is one vector of shorts, its two halves of columns taking turns as {@link
 * VectorMatrix} lays them out. Read as ints it gives either half by a single instruction, with no
 * conversion: a shift to the left makes floats of the lower halves, a mask makes floats of the
 * upper ones.
 *
 * <p>{@code c} is {@code [rows][COLUMNS]}, the sums, which go on from where they are; {@code a} is
 * {@code [rows][STEPS]} from {@code ao} on, {@code b} is {@code [steps][COLUMNS]} from {@code bo}
 * on. One step at a time: with two the compiler runs out of registers.
 */
final class Bf16Tiles {
  private Bf16Tiles() {}

  static void rows12(float[] c, float[] a, int ao, short[] b, int bo, int steps) {
    FloatVector c00 = FloatVector.fromArray(SPECIES, c, 0);
    FloatVector c01 = FloatVector.fromArray(SPECIES, c, LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, c, 2 * LANES);
    FloatVector c11 = FloatVector.fromArray(SPECIES, c, 3 * LANES);
    FloatVector c20 = FloatVector.fromArray(SPECIES, c, 4 * LANES);
    FloatVector c21 = FloatVector.fromArray(SPECIES, c, 5 * LANES);
    FloatVector c30 = FloatVector.fromArray(SPECIES, c, 6 * LANES);
    FloatVector c31 = FloatVector.fromArray(SPECIES, c, 7 * LANES);
    FloatVector c40 = FloatVector.fromArray(SPECIES, c, 8 * LANES);
    FloatVector c41 = FloatVector.fromArray(SPECIES, c, 9 * LANES);
    FloatVector c50 = FloatVector.fromArray(SPECIES, c, 10 * LANES);
    FloatVector c51 = FloatVector.fromArray(SPECIES, c, 11 * LANES);
    FloatVector c60 = FloatVector.fromArray(SPECIES, c, 12 * LANES);
    FloatVector c61 = FloatVector.fromArray(SPECIES, c, 13 * LANES);
    FloatVector c70 = FloatVector.fromArray(SPECIES, c, 14 * LANES);
    FloatVector c71 = FloatVector.fromArray(SPECIES, c, 15 * LANES);
    FloatVector c80 = FloatVector.fromArray(SPECIES, c, 16 * LANES);
    FloatVector c81 = FloatVector.fromArray(SPECIES, c, 17 * LANES);
    FloatVector c90 = FloatVector.fromArray(SPECIES, c, 18 * LANES);
    FloatVector c91 = FloatVector.fromArray(SPECIES, c, 19 * LANES);
    FloatVector ca0 = FloatVector.fromArray(SPECIES, c, 20 * LANES);
    FloatVector ca1 = FloatVector.fromArray(SPECIES, c, 21 * LANES);
    FloatVector cb0 = FloatVector.fromArray(SPECIES, c, 22 * LANES);
    FloatVector cb1 = FloatVector.fromArray(SPECIES, c, 23 * LANES);
    for (int k = 0; k < steps; k++) {
      ShortVector pairs = ShortVector.fromArray(PAIRS, b, bo + k * COLUMNS);
      FloatVector b0 =
          pairs.reinterpretAsInts().lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector b1 = pairs.reinterpretAsInts().and(UPPER_HALF).reinterpretAsFloats();
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + k]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      x = FloatVector.broadcast(SPECIES, a[ao + k + STEPS]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      x = FloatVector.broadcast(SPECIES, a[ao + k + 2 * STEPS]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      x = FloatVector.broadcast(SPECIES, a[ao + k + 3 * STEPS]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
      x = FloatVector.broadcast(SPECIES, a[ao + k + 4 * STEPS]);
      c40 = x.fma(b0, c40);
      c41 = x.fma(b1, c41);
      x = FloatVector.broadcast(SPECIES, a[ao + k + 5 * STEPS]);
      c50 = x.fma(b0, c50);
      c51 = x.fma(b1, c51);
      x = FloatVector.broadcast(SPECIES, a[ao + k + 6 * STEPS]);
      c60 = x.fma(b0, c60);
      c61 = x.fma(b1, c61);
      x = FloatVector.broadcast(SPECIES, a[ao + k + 7 * STEPS]);
      c70 = x.fma(b0, c70);
      c71 = x.fma(b1, c71);
      x = FloatVector.broadcast(SPECIES, a[ao + k + 8 * STEPS]);
      c80 = x.fma(b0, c80);
      c81 = x.fma(b1, c81);
      x = FloatVector.broadcast(SPECIES, a[ao + k + 9 * STEPS]);
      c90 = x.fma(b0, c90);
      c91 = x.fma(b1, c91);
      x = FloatVector.broadcast(SPECIES, a[ao + k + 10 * STEPS]);
      ca0 = x.fma(b0, ca0);
      ca1 = x.fma(b1, ca1);
      x = FloatVector.broadcast(SPECIES, a[ao + k + 11 * STEPS]);
      cb0 = x.fma(b0, cb0);
      cb1 = x.fma(b1, cb1);
    }
    TYPE.cast(c00).intoArray(c, 0);
    TYPE.cast(c01).intoArray(c, LANES);
    TYPE.cast(c10).intoArray(c, 2 * LANES);
    TYPE.cast(c11).intoArray(c, 3 * LANES);
    TYPE.cast(c20).intoArray(c, 4 * LANES);
    TYPE.cast(c21).intoArray(c, 5 * LANES);
    TYPE.cast(c30).intoArray(c, 6 * LANES);
    TYPE.cast(c31).intoArray(c, 7 * LANES);
    TYPE.cast(c40).intoArray(c, 8 * LANES);
    TYPE.cast(c41).intoArray(c, 9 * LANES);
    TYPE.cast(c50).intoArray(c, 10 * LANES);
    TYPE.cast(c51).intoArray(c, 11 * LANES);
    TYPE.cast(c60).intoArray(c, 12 * LANES);
    TYPE.cast(c61).intoArray(c, 13 * LANES);
    TYPE.cast(c70).intoArray(c, 14 * LANES);
    TYPE.cast(c71).intoArray(c, 15 * LANES);
    TYPE.cast(c80).intoArray(c, 16 * LANES);
    TYPE.cast(c81).intoArray(c, 17 * LANES);
    TYPE.cast(c90).intoArray(c, 18 * LANES);
    TYPE.cast(c91).intoArray(c, 19 * LANES);
    TYPE.cast(ca0).intoArray(c, 20 * LANES);
    TYPE.cast(ca1).intoArray(c, 21 * LANES);
    TYPE.cast(cb0).intoArray(c, 22 * LANES);
    TYPE.cast(cb1).intoArray(c, 23 * LANES);
  }

  static void rows8(float[] c, float[] a, int ao, short[] b, int bo, int steps) {
    FloatVector c00 = FloatVector.fromArray(SPECIES, c, 0);
    FloatVector c01 = FloatVector.fromArray(SPECIES, c, LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, c, 2 * LANES);
    FloatVector c11 = FloatVector.fromArray(SPECIES, c, 3 * LANES);
    FloatVector c20 = FloatVector.fromArray(SPECIES, c, 4 * LANES);
    FloatVector c21 = FloatVector.fromArray(SPECIES, c, 5 * LANES);
    FloatVector c30 = FloatVector.fromArray(SPECIES, c, 6 * LANES);
    FloatVector c31 = FloatVector.fromArray(SPECIES, c, 7 * LANES);
    FloatVector c40 = FloatVector.fromArray(SPECIES, c, 8 * LANES);
    FloatVector c41 = FloatVector.fromArray(SPECIES, c, 9 * LANES);
    FloatVector c50 = FloatVector.fromArray(SPECIES, c, 10 * LANES);
    FloatVector c51 = FloatVector.fromArray(SPECIES, c, 11 * LANES);
    FloatVector c60 = FloatVector.fromArray(SPECIES, c, 12 * LANES);
    FloatVector c61 = FloatVector.fromArray(SPECIES, c, 13 * LANES);
    FloatVector c70 = FloatVector.fromArray(SPECIES, c, 14 * LANES);
    FloatVector c71 = FloatVector.fromArray(SPECIES, c, 15 * LANES);
    for (int k = 0; k < steps; k++) {
      ShortVector pairs = ShortVector.fromArray(PAIRS, b, bo + k * COLUMNS);
      FloatVector b0 =
          pairs.reinterpretAsInts().lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector b1 = pairs.reinterpretAsInts().and(UPPER_HALF).reinterpretAsFloats();
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + k]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      x = FloatVector.broadcast(SPECIES, a[ao + k + STEPS]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      x = FloatVector.broadcast(SPECIES, a[ao + k + 2 * STEPS]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      x = FloatVector.broadcast(SPECIES, a[ao + k + 3 * STEPS]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
      x = FloatVector.broadcast(SPECIES, a[ao + k + 4 * STEPS]);
      c40 = x.fma(b0, c40);
      c41 = x.fma(b1, c41);
      x = FloatVector.broadcast(SPECIES, a[ao + k + 5 * STEPS]);
      c50 = x.fma(b0, c50);
      c51 = x.fma(b1, c51);
      x = FloatVector.broadcast(SPECIES, a[ao + k + 6 * STEPS]);
      c60 = x.fma(b0, c60);
      c61 = x.fma(b1, c61);
      x = FloatVector.broadcast(SPECIES, a[ao + k + 7 * STEPS]);
      c70 = x.fma(b0, c70);
      c71 = x.fma(b1, c71);
    }
    TYPE.cast(c00).intoArray(c, 0);
    TYPE.cast(c01).intoArray(c, LANES);
    TYPE.cast(c10).intoArray(c, 2 * LANES);
    TYPE.cast(c11).intoArray(c, 3 * LANES);
    TYPE.cast(c20).intoArray(c, 4 * LANES);
    TYPE.cast(c21).intoArray(c, 5 * LANES);
    TYPE.cast(c30).intoArray(c, 6 * LANES);
    TYPE.cast(c31).intoArray(c, 7 * LANES);
    TYPE.cast(c40).intoArray(c, 8 * LANES);
    TYPE.cast(c41).intoArray(c, 9 * LANES);
    TYPE.cast(c50).intoArray(c, 10 * LANES);
    TYPE.cast(c51).intoArray(c, 11 * LANES);
    TYPE.cast(c60).intoArray(c, 12 * LANES);
    TYPE.cast(c61).intoArray(c, 13 * LANES);
    TYPE.cast(c70).intoArray(c, 14 * LANES);
    TYPE.cast(c71).intoArray(c, 15 * LANES);
  }

  static void rows4(float[] c, float[] a, int ao, short[] b, int bo, int steps) {
    FloatVector c00 = FloatVector.fromArray(SPECIES, c, 0);
    FloatVector c01 = FloatVector.fromArray(SPECIES, c, LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, c, 2 * LANES);
    FloatVector c11 = FloatVector.fromArray(SPECIES, c, 3 * LANES);
    FloatVector c20 = FloatVector.fromArray(SPECIES, c, 4 * LANES);
    FloatVector c21 = FloatVector.fromArray(SPECIES, c, 5 * LANES);
    FloatVector c30 = FloatVector.fromArray(SPECIES, c, 6 * LANES);
    FloatVector c31 = FloatVector.fromArray(SPECIES, c, 7 * LANES);
    for (int k = 0; k < steps; k++) {
      ShortVector pairs = ShortVector.fromArray(PAIRS, b, bo + k * COLUMNS);
      FloatVector b0 =
          pairs.reinterpretAsInts().lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
      FloatVector b1 = pairs.reinterpretAsInts().and(UPPER_HALF).reinterpretAsFloats();
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + k]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      x = FloatVector.broadcast(SPECIES, a[ao + k + STEPS]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      x = FloatVector.broadcast(SPECIES, a[ao + k + 2 * STEPS]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      x = FloatVector.broadcast(SPECIES, a[ao + k + 3 * STEPS]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
    }
    TYPE.cast(c00).intoArray(c, 0);
    TYPE.cast(c01).intoArray(c, LANES);
    TYPE.cast(c10).intoArray(c, 2 * LANES);
    TYPE.cast(c11).intoArray(c, 3 * LANES);
    TYPE.cast(c20).intoArray(c, 4 * LANES);
    TYPE.cast(c21).intoArray(c, 5 * LANES);
    TYPE.cast(c30).intoArray(c, 6 * LANES);
    TYPE.cast(c31).intoArray(c, 7 * LANES);
  }
}
