package dev.lanewise.engine.kernel.vector;

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

  /** As many bytes as there are lanes; eight where those would be no vector. */
  static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, LANES * Byte.SIZE)));

  /** What a binary16's bits, put where those of a binary32 are, fall short of its value. */
  private static final float HALF_EXPONENT = 0x1p112f;

  private Widening() {}

  static void bf16(short[] from, int offset, float[] to, int length) {
    for (int i = 0; i < length; i += LANES) {
      IntVector bits =
          (IntVector)
              ShortVector.fromArray(SHORTS, from, offset + i)
                  .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0);
      bits.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats().intoArray(to, i);
    }
  }

  /** Subnormals too are exact: the multiplication normalizes them. */
  static void f16(short[] from, int offset, float[] to, int length) {
    for (int i = 0; i < length; i += LANES) {
      IntVector bits =
          (IntVector)
              ShortVector.fromArray(SHORTS, from, offset + i)
                  .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0);
      IntVector sign = bits.and(0x8000).lanewise(VectorOperators.LSHL, 16);
      bits.and(0x7fff)
          .lanewise(VectorOperators.LSHL, 13)
          .reinterpretAsFloats()
          .mul(HALF_EXPONENT)
          .reinterpretAsInts()
          .or(sign)
          .reinterpretAsFloats()
          .intoArray(to, i);
    }
  }

  /**
   * @param scales one for each column, from {@code scalesOffset} on
   */
  static void int8(
      byte[] from, int offset, float[] scales, int scalesOffset, float[] to, int rows) {
    for (int n = 0; n < WIDTH; n += BYTES.length()) {
      for (int part = 0; part < BYTES.length() / LANES; part++) {
        int column = n + part * LANES;
        FloatVector scale = FloatVector.fromArray(SPECIES, scales, scalesOffset + column);
        for (int k = 0; k < rows; k++) {
          ByteVector bytes = ByteVector.fromArray(BYTES, from, offset + k * WIDTH + n);
          FloatVector weights =
              (FloatVector) bytes.convertShape(VectorOperators.B2F, SPECIES, part);
          weights.mul(scale).intoArray(to, k * WIDTH + column);
        }
      }
    }
  }
}
