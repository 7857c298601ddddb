package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.FewRows.COLUMNS;
import static dev.lanewise.engine.kernel.vector.Lanes.LANES;
import static dev.lanewise.engine.kernel.vector.Lanes.SPECIES;
import static dev.lanewise.engine.kernel.vector.Lanes.WIDTH;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Narrow weights to fp32, as {@link dev.lanewise.engine.kernel.NarrowFloats} does it. */
final class Widening {
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, SPECIES.vectorShape());

  /** As many shorts as there are lanes. */
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(LANES * Short.SIZE));

  /** A row of a part in bf16. */
  static final VectorSpecies<Short> PAIRS = VectorSpecies.of(short.class, SPECIES.vectorShape());

  /** As many bytes as there are lanes; eight where those would be no vector. */
  static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, LANES * Byte.SIZE)));

  /** At 128 bits a vector of bytes makes two of floats; elsewhere it makes one. */
  static final int SECOND_PART = BYTES.length() / LANES - 1;

  /** Where the bytes of the second vector of floats begin. */
  static final int SECOND_BYTES = SECOND_PART == 1 ? 0 : LANES;

  /** Of the two bf16 weights that an int holds, leaves the upper one, as a float. */
  static final int UPPER_HALF = 0xffff0000;

  /** What a binary16's bits, put where those of a binary32 are, fall short of its value. */
  private static final float HALF_EXPONENT = 0x1p112f;

  private Widening() {}

  /**
   * Rows of a part, {@code [rows][COLUMNS]} as {@link VectorMatrix} interleaves them.
   *
   * @param to gets the columns of each row, {@code WIDTH} apart
   */
  static void bf16(short[] from, int offset, float[] to, int toOffset, int rows) {
    for (int k = 0; k < rows; k++) {
      IntVector pairs =
          ShortVector.fromArray(PAIRS, from, offset + k * COLUMNS).reinterpretAsInts();
      int at = toOffset + k * WIDTH;
      pairs.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats().intoArray(to, at);
      pairs.and(UPPER_HALF).reinterpretAsFloats().intoArray(to, at + LANES);
    }
  }

  /** The same in order. Subnormals too are exact: the multiplication normalizes them. */
  static void f16(short[] from, int offset, float[] to, int toOffset, int rows) {
    for (int k = 0; k < rows; k++) {
      for (int n = 0; n < COLUMNS; n += LANES) {
        IntVector bits =
            (IntVector)
                ShortVector.fromArray(SHORTS, from, offset + k * COLUMNS + n)
                    .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0);
        IntVector sign = bits.and(0x8000).lanewise(VectorOperators.LSHL, 16);
        bits.and(0x7fff)
            .lanewise(VectorOperators.LSHL, 13)
            .reinterpretAsFloats()
            .mul(HALF_EXPONENT)
            .reinterpretAsInts()
            .or(sign)
            .reinterpretAsFloats()
            .intoArray(to, toOffset + k * WIDTH + n);
      }
    }
  }

  /**
   * The same in order.
   *
   * @param scales one for each column, from {@code scalesOffset} on
   */
  static void int8(
      byte[] from,
      int offset,
      float[] scales,
      int scalesOffset,
      float[] to,
      int toOffset,
      int rows) {
    FloatVector scale0 = FloatVector.fromArray(SPECIES, scales, scalesOffset);
    FloatVector scale1 = FloatVector.fromArray(SPECIES, scales, scalesOffset + LANES);
    for (int k = 0; k < rows; k++) {
      int row = offset + k * COLUMNS;
      int at = toOffset + k * WIDTH;
      ByteVector bytes = ByteVector.fromArray(BYTES, from, row);
      FloatVector weights = (FloatVector) bytes.convertShape(VectorOperators.B2F, SPECIES, 0);
      weights.mul(scale0).intoArray(to, at);
      bytes = ByteVector.fromArray(BYTES, from, row + SECOND_BYTES);
      weights = (FloatVector) bytes.convertShape(VectorOperators.B2F, SPECIES, SECOND_PART);
      weights.mul(scale1).intoArray(to, at + LANES);
    }
  }
}
