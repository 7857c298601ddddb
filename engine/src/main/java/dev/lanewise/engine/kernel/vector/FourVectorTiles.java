package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.Lanes.LANES;
import static dev.lanewise.engine.kernel.vector.Lanes.SPECIES;
import static dev.lanewise.engine.kernel.vector.Lanes.TYPE;

import jdk.incubator.vector.FloatVector;

/**
 * Micro-kernels whose tile is four vectors wide.
 *
 * <p>{@code c[m][n] = seed[m][n] + Σ a[m · ar + k · ac] · b[k][n]} for a few rows m and {@code 4 ·
 * LANES} columns n. Every vector of the tile is an accumulator of its own in a register for the
 * whole of the inner loop, so each step of it costs four loads of b, a broadcast of a for each row,
 * and a fused multiply-add for each of the tile's vectors.
 *
 * <p>{@code cs}, {@code ss} and {@code bs} are the distances between rows of c, seed and b; a seed
 * of distance zero is a bias. <em>Assumes:</em> c may be the seed (every element is read before the
 * first is written) but overlaps neither a nor b.
 *
 * <p>The methods differ in nothing but their number of rows; they are written out because the
 * compiler keeps only named local variables in registers.
 */
final class FourVectorTiles {
  private FourVectorTiles() {}

  static void rows6(
      float[] c,
      int co,
      int cs,
      float[] seed,
      int so,
      int ss,
      float[] a,
      int ao,
      int ar,
      int ac,
      float[] b,
      int bo,
      int bs,
      int inner) {
    FloatVector c00 = FloatVector.fromArray(SPECIES, seed, so);
    FloatVector c01 = FloatVector.fromArray(SPECIES, seed, so + LANES);
    FloatVector c02 = FloatVector.fromArray(SPECIES, seed, so + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(SPECIES, seed, so + 3 * LANES);
    int s1 = so + ss;
    FloatVector c10 = FloatVector.fromArray(SPECIES, seed, s1);
    FloatVector c11 = FloatVector.fromArray(SPECIES, seed, s1 + LANES);
    FloatVector c12 = FloatVector.fromArray(SPECIES, seed, s1 + 2 * LANES);
    FloatVector c13 = FloatVector.fromArray(SPECIES, seed, s1 + 3 * LANES);
    int s2 = s1 + ss;
    FloatVector c20 = FloatVector.fromArray(SPECIES, seed, s2);
    FloatVector c21 = FloatVector.fromArray(SPECIES, seed, s2 + LANES);
    FloatVector c22 = FloatVector.fromArray(SPECIES, seed, s2 + 2 * LANES);
    FloatVector c23 = FloatVector.fromArray(SPECIES, seed, s2 + 3 * LANES);
    int s3 = s2 + ss;
    FloatVector c30 = FloatVector.fromArray(SPECIES, seed, s3);
    FloatVector c31 = FloatVector.fromArray(SPECIES, seed, s3 + LANES);
    FloatVector c32 = FloatVector.fromArray(SPECIES, seed, s3 + 2 * LANES);
    FloatVector c33 = FloatVector.fromArray(SPECIES, seed, s3 + 3 * LANES);
    int s4 = s3 + ss;
    FloatVector c40 = FloatVector.fromArray(SPECIES, seed, s4);
    FloatVector c41 = FloatVector.fromArray(SPECIES, seed, s4 + LANES);
    FloatVector c42 = FloatVector.fromArray(SPECIES, seed, s4 + 2 * LANES);
    FloatVector c43 = FloatVector.fromArray(SPECIES, seed, s4 + 3 * LANES);
    int s5 = s4 + ss;
    FloatVector c50 = FloatVector.fromArray(SPECIES, seed, s5);
    FloatVector c51 = FloatVector.fromArray(SPECIES, seed, s5 + LANES);
    FloatVector c52 = FloatVector.fromArray(SPECIES, seed, s5 + 2 * LANES);
    FloatVector c53 = FloatVector.fromArray(SPECIES, seed, s5 + 3 * LANES);
    int a1 = ao + ar;
    int a2 = a1 + ar;
    int a3 = a2 + ar;
    int a4 = a3 + ar;
    int a5 = a4 + ar;
    for (int k = 0; k < inner; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo + k * bs);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + k * bs + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bo + k * bs + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bo + k * bs + 3 * LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + k * ac]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      c02 = x.fma(b2, c02);
      c03 = x.fma(b3, c03);
      x = FloatVector.broadcast(SPECIES, a[a1 + k * ac]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      c12 = x.fma(b2, c12);
      c13 = x.fma(b3, c13);
      x = FloatVector.broadcast(SPECIES, a[a2 + k * ac]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      c22 = x.fma(b2, c22);
      c23 = x.fma(b3, c23);
      x = FloatVector.broadcast(SPECIES, a[a3 + k * ac]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
      c32 = x.fma(b2, c32);
      c33 = x.fma(b3, c33);
      x = FloatVector.broadcast(SPECIES, a[a4 + k * ac]);
      c40 = x.fma(b0, c40);
      c41 = x.fma(b1, c41);
      c42 = x.fma(b2, c42);
      c43 = x.fma(b3, c43);
      x = FloatVector.broadcast(SPECIES, a[a5 + k * ac]);
      c50 = x.fma(b0, c50);
      c51 = x.fma(b1, c51);
      c52 = x.fma(b2, c52);
      c53 = x.fma(b3, c53);
    }
    TYPE.cast(c00).intoArray(c, co);
    TYPE.cast(c01).intoArray(c, co + LANES);
    TYPE.cast(c02).intoArray(c, co + 2 * LANES);
    TYPE.cast(c03).intoArray(c, co + 3 * LANES);
    int o1 = co + cs;
    TYPE.cast(c10).intoArray(c, o1);
    TYPE.cast(c11).intoArray(c, o1 + LANES);
    TYPE.cast(c12).intoArray(c, o1 + 2 * LANES);
    TYPE.cast(c13).intoArray(c, o1 + 3 * LANES);
    int o2 = o1 + cs;
    TYPE.cast(c20).intoArray(c, o2);
    TYPE.cast(c21).intoArray(c, o2 + LANES);
    TYPE.cast(c22).intoArray(c, o2 + 2 * LANES);
    TYPE.cast(c23).intoArray(c, o2 + 3 * LANES);
    int o3 = o2 + cs;
    TYPE.cast(c30).intoArray(c, o3);
    TYPE.cast(c31).intoArray(c, o3 + LANES);
    TYPE.cast(c32).intoArray(c, o3 + 2 * LANES);
    TYPE.cast(c33).intoArray(c, o3 + 3 * LANES);
    int o4 = o3 + cs;
    TYPE.cast(c40).intoArray(c, o4);
    TYPE.cast(c41).intoArray(c, o4 + LANES);
    TYPE.cast(c42).intoArray(c, o4 + 2 * LANES);
    TYPE.cast(c43).intoArray(c, o4 + 3 * LANES);
    int o5 = o4 + cs;
    TYPE.cast(c50).intoArray(c, o5);
    TYPE.cast(c51).intoArray(c, o5 + LANES);
    TYPE.cast(c52).intoArray(c, o5 + 2 * LANES);
    TYPE.cast(c53).intoArray(c, o5 + 3 * LANES);
  }

  static void rows4(
      float[] c,
      int co,
      int cs,
      float[] seed,
      int so,
      int ss,
      float[] a,
      int ao,
      int ar,
      int ac,
      float[] b,
      int bo,
      int bs,
      int inner) {
    FloatVector c00 = FloatVector.fromArray(SPECIES, seed, so);
    FloatVector c01 = FloatVector.fromArray(SPECIES, seed, so + LANES);
    FloatVector c02 = FloatVector.fromArray(SPECIES, seed, so + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(SPECIES, seed, so + 3 * LANES);
    int s1 = so + ss;
    FloatVector c10 = FloatVector.fromArray(SPECIES, seed, s1);
    FloatVector c11 = FloatVector.fromArray(SPECIES, seed, s1 + LANES);
    FloatVector c12 = FloatVector.fromArray(SPECIES, seed, s1 + 2 * LANES);
    FloatVector c13 = FloatVector.fromArray(SPECIES, seed, s1 + 3 * LANES);
    int s2 = s1 + ss;
    FloatVector c20 = FloatVector.fromArray(SPECIES, seed, s2);
    FloatVector c21 = FloatVector.fromArray(SPECIES, seed, s2 + LANES);
    FloatVector c22 = FloatVector.fromArray(SPECIES, seed, s2 + 2 * LANES);
    FloatVector c23 = FloatVector.fromArray(SPECIES, seed, s2 + 3 * LANES);
    int s3 = s2 + ss;
    FloatVector c30 = FloatVector.fromArray(SPECIES, seed, s3);
    FloatVector c31 = FloatVector.fromArray(SPECIES, seed, s3 + LANES);
    FloatVector c32 = FloatVector.fromArray(SPECIES, seed, s3 + 2 * LANES);
    FloatVector c33 = FloatVector.fromArray(SPECIES, seed, s3 + 3 * LANES);
    int a1 = ao + ar;
    int a2 = a1 + ar;
    int a3 = a2 + ar;
    for (int k = 0; k < inner; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo + k * bs);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + k * bs + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bo + k * bs + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bo + k * bs + 3 * LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + k * ac]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      c02 = x.fma(b2, c02);
      c03 = x.fma(b3, c03);
      x = FloatVector.broadcast(SPECIES, a[a1 + k * ac]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      c12 = x.fma(b2, c12);
      c13 = x.fma(b3, c13);
      x = FloatVector.broadcast(SPECIES, a[a2 + k * ac]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      c22 = x.fma(b2, c22);
      c23 = x.fma(b3, c23);
      x = FloatVector.broadcast(SPECIES, a[a3 + k * ac]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
      c32 = x.fma(b2, c32);
      c33 = x.fma(b3, c33);
    }
    TYPE.cast(c00).intoArray(c, co);
    TYPE.cast(c01).intoArray(c, co + LANES);
    TYPE.cast(c02).intoArray(c, co + 2 * LANES);
    TYPE.cast(c03).intoArray(c, co + 3 * LANES);
    int o1 = co + cs;
    TYPE.cast(c10).intoArray(c, o1);
    TYPE.cast(c11).intoArray(c, o1 + LANES);
    TYPE.cast(c12).intoArray(c, o1 + 2 * LANES);
    TYPE.cast(c13).intoArray(c, o1 + 3 * LANES);
    int o2 = o1 + cs;
    TYPE.cast(c20).intoArray(c, o2);
    TYPE.cast(c21).intoArray(c, o2 + LANES);
    TYPE.cast(c22).intoArray(c, o2 + 2 * LANES);
    TYPE.cast(c23).intoArray(c, o2 + 3 * LANES);
    int o3 = o2 + cs;
    TYPE.cast(c30).intoArray(c, o3);
    TYPE.cast(c31).intoArray(c, o3 + LANES);
    TYPE.cast(c32).intoArray(c, o3 + 2 * LANES);
    TYPE.cast(c33).intoArray(c, o3 + 3 * LANES);
  }

  static void rows2(
      float[] c,
      int co,
      int cs,
      float[] seed,
      int so,
      int ss,
      float[] a,
      int ao,
      int ar,
      int ac,
      float[] b,
      int bo,
      int bs,
      int inner) {
    FloatVector c00 = FloatVector.fromArray(SPECIES, seed, so);
    FloatVector c01 = FloatVector.fromArray(SPECIES, seed, so + LANES);
    FloatVector c02 = FloatVector.fromArray(SPECIES, seed, so + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(SPECIES, seed, so + 3 * LANES);
    int s1 = so + ss;
    FloatVector c10 = FloatVector.fromArray(SPECIES, seed, s1);
    FloatVector c11 = FloatVector.fromArray(SPECIES, seed, s1 + LANES);
    FloatVector c12 = FloatVector.fromArray(SPECIES, seed, s1 + 2 * LANES);
    FloatVector c13 = FloatVector.fromArray(SPECIES, seed, s1 + 3 * LANES);
    int a1 = ao + ar;
    for (int k = 0; k < inner; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo + k * bs);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + k * bs + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bo + k * bs + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bo + k * bs + 3 * LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + k * ac]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      c02 = x.fma(b2, c02);
      c03 = x.fma(b3, c03);
      x = FloatVector.broadcast(SPECIES, a[a1 + k * ac]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      c12 = x.fma(b2, c12);
      c13 = x.fma(b3, c13);
    }
    TYPE.cast(c00).intoArray(c, co);
    TYPE.cast(c01).intoArray(c, co + LANES);
    TYPE.cast(c02).intoArray(c, co + 2 * LANES);
    TYPE.cast(c03).intoArray(c, co + 3 * LANES);
    int o1 = co + cs;
    TYPE.cast(c10).intoArray(c, o1);
    TYPE.cast(c11).intoArray(c, o1 + LANES);
    TYPE.cast(c12).intoArray(c, o1 + 2 * LANES);
    TYPE.cast(c13).intoArray(c, o1 + 3 * LANES);
  }

  static void rows1(
      float[] c,
      int co,
      int cs,
      float[] seed,
      int so,
      int ss,
      float[] a,
      int ao,
      int ar,
      int ac,
      float[] b,
      int bo,
      int bs,
      int inner) {
    FloatVector c00 = FloatVector.fromArray(SPECIES, seed, so);
    FloatVector c01 = FloatVector.fromArray(SPECIES, seed, so + LANES);
    FloatVector c02 = FloatVector.fromArray(SPECIES, seed, so + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(SPECIES, seed, so + 3 * LANES);
    for (int k = 0; k < inner; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo + k * bs);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + k * bs + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bo + k * bs + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bo + k * bs + 3 * LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + k * ac]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      c02 = x.fma(b2, c02);
      c03 = x.fma(b3, c03);
    }
    TYPE.cast(c00).intoArray(c, co);
    TYPE.cast(c01).intoArray(c, co + LANES);
    TYPE.cast(c02).intoArray(c, co + 2 * LANES);
    TYPE.cast(c03).intoArray(c, co + 3 * LANES);
  }
}
