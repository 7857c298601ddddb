package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.Lanes.LANES;
import static dev.lanewise.engine.kernel.vector.Lanes.SPECIES;
import static dev.lanewise.engine.kernel.vector.Lanes.TYPE;
import static dev.lanewise.engine.kernel.vector.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;

/**
 * Micro-kernels of linear layers: full tiles of six rows, with all distances in the inner loop
 * known to the compiler.
 *
 * <p>They compute what those of {@link FourVectorTiles} and {@link TwoVectorTiles} do, for rows of
 * a that stand {@link #PITCH} apart and rows of b that are as wide as the tile. So two addresses
 * serve all of a step's loads and no bounds are checked in the loop: 39 instructions at four
 * vectors where the general tiles have some 70. Two 512-bit multiply-adds a cycle leave time for no
 * more, the less when a core's other thread takes half of its decoders.
 *
 * <p>The methods differ in nothing but their number of vectors; they are written out because the
 * compiler keeps only named local variables in registers.
 */
final class PitchedTiles {
  /** The most inner steps of a tile. */
  static final int MOST_STEPS = 768;

  /**
   * The distance between rows of a: a cache line more than their length, since rows at a multiple
   * of 4 KiB would compete for the same lines of the first-level cache.
   */
  static final int PITCH = MOST_STEPS + 16;

  private PitchedTiles() {}

  /** A tile of four vectors; the parameters are those of {@link FourVectorTiles}. */
  static void fourVectors(
      float[] c,
      int co,
      int cs,
      float[] seed,
      int so,
      int ss,
      float[] a,
      int ao,
      float[] b,
      int bo,
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
    int end = ao + inner;
    int b0 = bo - ao * WIDTH;
    for (int k = ao; k < end; k++) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, b0 + k * WIDTH);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, b0 + k * WIDTH + LANES);
      FloatVector y2 = FloatVector.fromArray(SPECIES, b, b0 + k * WIDTH + 2 * LANES);
      FloatVector y3 = FloatVector.fromArray(SPECIES, b, b0 + k * WIDTH + 3 * LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[k]);
      c00 = x.fma(y0, c00);
      c01 = x.fma(y1, c01);
      c02 = x.fma(y2, c02);
      c03 = x.fma(y3, c03);
      x = FloatVector.broadcast(SPECIES, a[k + PITCH]);
      c10 = x.fma(y0, c10);
      c11 = x.fma(y1, c11);
      c12 = x.fma(y2, c12);
      c13 = x.fma(y3, c13);
      x = FloatVector.broadcast(SPECIES, a[k + 2 * PITCH]);
      c20 = x.fma(y0, c20);
      c21 = x.fma(y1, c21);
      c22 = x.fma(y2, c22);
      c23 = x.fma(y3, c23);
      x = FloatVector.broadcast(SPECIES, a[k + 3 * PITCH]);
      c30 = x.fma(y0, c30);
      c31 = x.fma(y1, c31);
      c32 = x.fma(y2, c32);
      c33 = x.fma(y3, c33);
      x = FloatVector.broadcast(SPECIES, a[k + 4 * PITCH]);
      c40 = x.fma(y0, c40);
      c41 = x.fma(y1, c41);
      c42 = x.fma(y2, c42);
      c43 = x.fma(y3, c43);
      x = FloatVector.broadcast(SPECIES, a[k + 5 * PITCH]);
      c50 = x.fma(y0, c50);
      c51 = x.fma(y1, c51);
      c52 = x.fma(y2, c52);
      c53 = x.fma(y3, c53);
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

  /** A tile of two vectors. */
  static void twoVectors(
      float[] c,
      int co,
      int cs,
      float[] seed,
      int so,
      int ss,
      float[] a,
      int ao,
      float[] b,
      int bo,
      int inner) {
    FloatVector c00 = FloatVector.fromArray(SPECIES, seed, so);
    FloatVector c01 = FloatVector.fromArray(SPECIES, seed, so + LANES);
    int s1 = so + ss;
    FloatVector c10 = FloatVector.fromArray(SPECIES, seed, s1);
    FloatVector c11 = FloatVector.fromArray(SPECIES, seed, s1 + LANES);
    int s2 = s1 + ss;
    FloatVector c20 = FloatVector.fromArray(SPECIES, seed, s2);
    FloatVector c21 = FloatVector.fromArray(SPECIES, seed, s2 + LANES);
    int s3 = s2 + ss;
    FloatVector c30 = FloatVector.fromArray(SPECIES, seed, s3);
    FloatVector c31 = FloatVector.fromArray(SPECIES, seed, s3 + LANES);
    int s4 = s3 + ss;
    FloatVector c40 = FloatVector.fromArray(SPECIES, seed, s4);
    FloatVector c41 = FloatVector.fromArray(SPECIES, seed, s4 + LANES);
    int s5 = s4 + ss;
    FloatVector c50 = FloatVector.fromArray(SPECIES, seed, s5);
    FloatVector c51 = FloatVector.fromArray(SPECIES, seed, s5 + LANES);
    int end = ao + inner;
    int b0 = bo - ao * WIDTH;
    for (int k = ao; k < end; k++) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, b0 + k * WIDTH);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, b0 + k * WIDTH + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[k]);
      c00 = x.fma(y0, c00);
      c01 = x.fma(y1, c01);
      x = FloatVector.broadcast(SPECIES, a[k + PITCH]);
      c10 = x.fma(y0, c10);
      c11 = x.fma(y1, c11);
      x = FloatVector.broadcast(SPECIES, a[k + 2 * PITCH]);
      c20 = x.fma(y0, c20);
      c21 = x.fma(y1, c21);
      x = FloatVector.broadcast(SPECIES, a[k + 3 * PITCH]);
      c30 = x.fma(y0, c30);
      c31 = x.fma(y1, c31);
      x = FloatVector.broadcast(SPECIES, a[k + 4 * PITCH]);
      c40 = x.fma(y0, c40);
      c41 = x.fma(y1, c41);
      x = FloatVector.broadcast(SPECIES, a[k + 5 * PITCH]);
      c50 = x.fma(y0, c50);
      c51 = x.fma(y1, c51);
    }
    TYPE.cast(c00).intoArray(c, co);
    TYPE.cast(c01).intoArray(c, co + LANES);
    int o1 = co + cs;
    TYPE.cast(c10).intoArray(c, o1);
    TYPE.cast(c11).intoArray(c, o1 + LANES);
    int o2 = o1 + cs;
    TYPE.cast(c20).intoArray(c, o2);
    TYPE.cast(c21).intoArray(c, o2 + LANES);
    int o3 = o2 + cs;
    TYPE.cast(c30).intoArray(c, o3);
    TYPE.cast(c31).intoArray(c, o3 + LANES);
    int o4 = o3 + cs;
    TYPE.cast(c40).intoArray(c, o4);
    TYPE.cast(c41).intoArray(c, o4 + LANES);
    int o5 = o4 + cs;
    TYPE.cast(c50).intoArray(c, o5);
    TYPE.cast(c51).intoArray(c, o5 + LANES);
  }
}
