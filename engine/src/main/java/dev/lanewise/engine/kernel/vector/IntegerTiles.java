package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.Lanes.SPECIES;

import dev.lanewise.engine.kernel.IntegerProducts;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The micro-kernel of integer products: four rows, two vectors of shorts wide.
 *
 * <p>{@code c[m][n] = Σ a[m][k] · b[k][n]}, exactly. Each of the tile's eight vectors sums the
 * products of a run in 16 bits, which {@link IntegerProducts} keeps from overflowing. After the run
 * its even and its odd lanes are added to an int vector each: a tile takes 24 registers, two for b,
 * one for a, one for a product and one for the offset, and nothing leaves them before the end.
 *
 * <p>Even lanes start from 2^15 instead of zero, so that they are never negative and a pair of
 * lanes read as one int is {@code odd · 2^16 + even}, both parts in full. Adding whole pairs is
 * then one instruction; what the odd lanes have put in, and the offsets, are taken out at the end.
 * That these sums pass the range of an int on the way doesn't matter: they are right modulo 2^32,
 * and the end result is an int.
 */
final class IntegerTiles {
  /** Rows of a tile. */
  static final int ROWS = 4;

  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, SPECIES.vectorShape());
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, SPECIES.vectorShape());
  static final int INT_LANES = INTS.length();
  static final int SHORT_LANES = SHORTS.length();

  /** Columns of a tile. */
  static final int WIDTH = 2 * SHORT_LANES;

  private static final int EVEN_OFFSET = 1 << 15;

  private IntegerTiles() {}

  /**
   * Computes a tile.
   *
   * @param c gets {@code [ROWS][WIDTH]}
   * @param a each value twice, in both halves of an int
   * @param a0 where the first row begins
   * @param ar the distance between rows of a
   * @param b {@code [inner][WIDTH]}, its columns as {@link IntegerMatrix} orders them
   * @param bs the distance between rows of b, {@link #WIDTH}; not taken as the constant that it is,
   *     since the compiler then splits the loop to save bounds checks and runs out of registers
   * @param inner a multiple of {@link IntegerProducts#RUN}
   */
  static void rows4(
      int[] c, int co, int[] a, int a0, int ar, short[] b, int bo, int bs, int inner) {
    ShortVector offset = IntVector.broadcast(INTS, EVEN_OFFSET).reinterpretAsShorts();
    IntVector low00 = IntVector.zero(INTS);
    IntVector high00 = IntVector.zero(INTS);
    IntVector low01 = IntVector.zero(INTS);
    IntVector high01 = IntVector.zero(INTS);
    IntVector low10 = IntVector.zero(INTS);
    IntVector high10 = IntVector.zero(INTS);
    IntVector low11 = IntVector.zero(INTS);
    IntVector high11 = IntVector.zero(INTS);
    IntVector low20 = IntVector.zero(INTS);
    IntVector high20 = IntVector.zero(INTS);
    IntVector low21 = IntVector.zero(INTS);
    IntVector high21 = IntVector.zero(INTS);
    IntVector low30 = IntVector.zero(INTS);
    IntVector high30 = IntVector.zero(INTS);
    IntVector low31 = IntVector.zero(INTS);
    IntVector high31 = IntVector.zero(INTS);
    int a1 = a0 + ar;
    int a2 = a1 + ar;
    int a3 = a2 + ar;
    for (int k = 0; k < inner; k += IntegerProducts.RUN) {
      int at = bo + k * bs;
      ShortVector b0 = ShortVector.fromArray(SHORTS, b, at);
      ShortVector b1 = ShortVector.fromArray(SHORTS, b, at + SHORT_LANES);
      ShortVector x = IntVector.broadcast(INTS, a[a0 + k]).reinterpretAsShorts();
      ShortVector s00 = offset.add(x.mul(b0));
      ShortVector s01 = offset.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a1 + k]).reinterpretAsShorts();
      ShortVector s10 = offset.add(x.mul(b0));
      ShortVector s11 = offset.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a2 + k]).reinterpretAsShorts();
      ShortVector s20 = offset.add(x.mul(b0));
      ShortVector s21 = offset.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a3 + k]).reinterpretAsShorts();
      ShortVector s30 = offset.add(x.mul(b0));
      ShortVector s31 = offset.add(x.mul(b1));
      b0 = ShortVector.fromArray(SHORTS, b, at + bs);
      b1 = ShortVector.fromArray(SHORTS, b, at + bs + SHORT_LANES);
      x = IntVector.broadcast(INTS, a[a0 + k + 1]).reinterpretAsShorts();
      s00 = s00.add(x.mul(b0));
      s01 = s01.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a1 + k + 1]).reinterpretAsShorts();
      s10 = s10.add(x.mul(b0));
      s11 = s11.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a2 + k + 1]).reinterpretAsShorts();
      s20 = s20.add(x.mul(b0));
      s21 = s21.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a3 + k + 1]).reinterpretAsShorts();
      s30 = s30.add(x.mul(b0));
      s31 = s31.add(x.mul(b1));
      b0 = ShortVector.fromArray(SHORTS, b, at + 2 * bs);
      b1 = ShortVector.fromArray(SHORTS, b, at + 2 * bs + SHORT_LANES);
      x = IntVector.broadcast(INTS, a[a0 + k + 2]).reinterpretAsShorts();
      s00 = s00.add(x.mul(b0));
      s01 = s01.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a1 + k + 2]).reinterpretAsShorts();
      s10 = s10.add(x.mul(b0));
      s11 = s11.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a2 + k + 2]).reinterpretAsShorts();
      s20 = s20.add(x.mul(b0));
      s21 = s21.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a3 + k + 2]).reinterpretAsShorts();
      s30 = s30.add(x.mul(b0));
      s31 = s31.add(x.mul(b1));
      b0 = ShortVector.fromArray(SHORTS, b, at + 3 * bs);
      b1 = ShortVector.fromArray(SHORTS, b, at + 3 * bs + SHORT_LANES);
      x = IntVector.broadcast(INTS, a[a0 + k + 3]).reinterpretAsShorts();
      s00 = s00.add(x.mul(b0));
      s01 = s01.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a1 + k + 3]).reinterpretAsShorts();
      s10 = s10.add(x.mul(b0));
      s11 = s11.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a2 + k + 3]).reinterpretAsShorts();
      s20 = s20.add(x.mul(b0));
      s21 = s21.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a3 + k + 3]).reinterpretAsShorts();
      s30 = s30.add(x.mul(b0));
      s31 = s31.add(x.mul(b1));
      b0 = ShortVector.fromArray(SHORTS, b, at + 4 * bs);
      b1 = ShortVector.fromArray(SHORTS, b, at + 4 * bs + SHORT_LANES);
      x = IntVector.broadcast(INTS, a[a0 + k + 4]).reinterpretAsShorts();
      s00 = s00.add(x.mul(b0));
      s01 = s01.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a1 + k + 4]).reinterpretAsShorts();
      s10 = s10.add(x.mul(b0));
      s11 = s11.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a2 + k + 4]).reinterpretAsShorts();
      s20 = s20.add(x.mul(b0));
      s21 = s21.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a3 + k + 4]).reinterpretAsShorts();
      s30 = s30.add(x.mul(b0));
      s31 = s31.add(x.mul(b1));
      b0 = ShortVector.fromArray(SHORTS, b, at + 5 * bs);
      b1 = ShortVector.fromArray(SHORTS, b, at + 5 * bs + SHORT_LANES);
      x = IntVector.broadcast(INTS, a[a0 + k + 5]).reinterpretAsShorts();
      s00 = s00.add(x.mul(b0));
      s01 = s01.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a1 + k + 5]).reinterpretAsShorts();
      s10 = s10.add(x.mul(b0));
      s11 = s11.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a2 + k + 5]).reinterpretAsShorts();
      s20 = s20.add(x.mul(b0));
      s21 = s21.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a3 + k + 5]).reinterpretAsShorts();
      s30 = s30.add(x.mul(b0));
      s31 = s31.add(x.mul(b1));
      b0 = ShortVector.fromArray(SHORTS, b, at + 6 * bs);
      b1 = ShortVector.fromArray(SHORTS, b, at + 6 * bs + SHORT_LANES);
      x = IntVector.broadcast(INTS, a[a0 + k + 6]).reinterpretAsShorts();
      s00 = s00.add(x.mul(b0));
      s01 = s01.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a1 + k + 6]).reinterpretAsShorts();
      s10 = s10.add(x.mul(b0));
      s11 = s11.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a2 + k + 6]).reinterpretAsShorts();
      s20 = s20.add(x.mul(b0));
      s21 = s21.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a3 + k + 6]).reinterpretAsShorts();
      s30 = s30.add(x.mul(b0));
      s31 = s31.add(x.mul(b1));
      b0 = ShortVector.fromArray(SHORTS, b, at + 7 * bs);
      b1 = ShortVector.fromArray(SHORTS, b, at + 7 * bs + SHORT_LANES);
      x = IntVector.broadcast(INTS, a[a0 + k + 7]).reinterpretAsShorts();
      s00 = s00.add(x.mul(b0));
      s01 = s01.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a1 + k + 7]).reinterpretAsShorts();
      s10 = s10.add(x.mul(b0));
      s11 = s11.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a2 + k + 7]).reinterpretAsShorts();
      s20 = s20.add(x.mul(b0));
      s21 = s21.add(x.mul(b1));
      x = IntVector.broadcast(INTS, a[a3 + k + 7]).reinterpretAsShorts();
      s30 = s30.add(x.mul(b0));
      s31 = s31.add(x.mul(b1));
      IntVector pairs = s00.reinterpretAsInts();
      low00 = low00.add(pairs);
      high00 = high00.add(pairs.lanewise(VectorOperators.ASHR, 16));
      pairs = s01.reinterpretAsInts();
      low01 = low01.add(pairs);
      high01 = high01.add(pairs.lanewise(VectorOperators.ASHR, 16));
      pairs = s10.reinterpretAsInts();
      low10 = low10.add(pairs);
      high10 = high10.add(pairs.lanewise(VectorOperators.ASHR, 16));
      pairs = s11.reinterpretAsInts();
      low11 = low11.add(pairs);
      high11 = high11.add(pairs.lanewise(VectorOperators.ASHR, 16));
      pairs = s20.reinterpretAsInts();
      low20 = low20.add(pairs);
      high20 = high20.add(pairs.lanewise(VectorOperators.ASHR, 16));
      pairs = s21.reinterpretAsInts();
      low21 = low21.add(pairs);
      high21 = high21.add(pairs.lanewise(VectorOperators.ASHR, 16));
      pairs = s30.reinterpretAsInts();
      low30 = low30.add(pairs);
      high30 = high30.add(pairs.lanewise(VectorOperators.ASHR, 16));
      pairs = s31.reinterpretAsInts();
      low31 = low31.add(pairs);
      high31 = high31.add(pairs.lanewise(VectorOperators.ASHR, 16));
    }
    IntVector offsets = IntVector.broadcast(INTS, inner / IntegerProducts.RUN * EVEN_OFFSET);
    low00.sub(high00.lanewise(VectorOperators.LSHL, 16)).sub(offsets).intoArray(c, co);
    high00.intoArray(c, co + INT_LANES);
    low01
        .sub(high01.lanewise(VectorOperators.LSHL, 16))
        .sub(offsets)
        .intoArray(c, co + SHORT_LANES);
    high01.intoArray(c, co + SHORT_LANES + INT_LANES);
    low10.sub(high10.lanewise(VectorOperators.LSHL, 16)).sub(offsets).intoArray(c, co + WIDTH);
    high10.intoArray(c, co + WIDTH + INT_LANES);
    low11
        .sub(high11.lanewise(VectorOperators.LSHL, 16))
        .sub(offsets)
        .intoArray(c, co + WIDTH + SHORT_LANES);
    high11.intoArray(c, co + WIDTH + SHORT_LANES + INT_LANES);
    low20.sub(high20.lanewise(VectorOperators.LSHL, 16)).sub(offsets).intoArray(c, co + 2 * WIDTH);
    high20.intoArray(c, co + 2 * WIDTH + INT_LANES);
    low21
        .sub(high21.lanewise(VectorOperators.LSHL, 16))
        .sub(offsets)
        .intoArray(c, co + 2 * WIDTH + SHORT_LANES);
    high21.intoArray(c, co + 2 * WIDTH + SHORT_LANES + INT_LANES);
    low30.sub(high30.lanewise(VectorOperators.LSHL, 16)).sub(offsets).intoArray(c, co + 3 * WIDTH);
    high30.intoArray(c, co + 3 * WIDTH + INT_LANES);
    low31
        .sub(high31.lanewise(VectorOperators.LSHL, 16))
        .sub(offsets)
        .intoArray(c, co + 3 * WIDTH + SHORT_LANES);
    high31.intoArray(c, co + 3 * WIDTH + SHORT_LANES + INT_LANES);
  }
}
