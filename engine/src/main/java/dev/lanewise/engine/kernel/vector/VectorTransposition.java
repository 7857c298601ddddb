package dev.lanewise.engine.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Rows to columns, by squares of four that are turned in registers. */
final class VectorTransposition {
  /** Vectors of four floats, whatever the width of others: their shuffles are cheap everywhere. */
  private static final VectorSpecies<Float> SQUARE = FloatVector.SPECIES_128;

  private static final int SIDE = SQUARE.length();

  /** See {@link Lanes#TYPE}. */
  private static final Class<? extends FloatVector> TYPE =
      SQUARE.vectorType().asSubclass(FloatVector.class);

  private static final VectorShuffle<Float> LOW_PAIRED = shuffle(0, 4, 1, 5);
  private static final VectorShuffle<Float> HIGH_PAIRED = shuffle(2, 6, 3, 7);
  private static final VectorShuffle<Float> LOW_HALVES = shuffle(0, 1, 4, 5);
  private static final VectorShuffle<Float> HIGH_HALVES = shuffle(2, 3, 6, 7);

  private VectorTransposition() {}

  private static VectorShuffle<Float> shuffle(int... lanes) {
    return VectorShuffle.fromValues(SQUARE, lanes);
  }

  /** See {@link dev.lanewise.engine.kernel.Kernels#loadTransposed}; {@code stride} is out's. */
  static void load(
      float[] out,
      int stride,
      float[] in,
      int inOffset,
      int inStride,
      int columns,
      int rows,
      float scale) {
    int squareColumns = columns - columns % SIDE;
    int squareRows = rows - rows % SIDE;
    for (int c = 0; c < squareColumns; c += SIDE) {
      squares(out, c, stride, in, inOffset + c * inStride, inStride, squareRows, scale);
    }
    for (int c = 0; c < columns; c++) {
      int from = inOffset + c * inStride;
      for (int r = c < squareColumns ? squareRows : 0; r < rows; r++) {
        out[r * stride + c] = scale * in[from + r];
      }
    }
  }

  /** Four columns of out. */
  private static void squares(
      float[] out,
      int outOffset,
      int stride,
      float[] in,
      int inOffset,
      int inStride,
      int rows,
      float scale) {
    int in1 = inOffset + inStride;
    int in2 = in1 + inStride;
    int in3 = in2 + inStride;
    for (int r = 0; r < rows; r += SIDE) {
      FloatVector a = TYPE.cast(FloatVector.fromArray(SQUARE, in, inOffset + r).mul(scale));
      FloatVector b = TYPE.cast(FloatVector.fromArray(SQUARE, in, in1 + r).mul(scale));
      FloatVector c = TYPE.cast(FloatVector.fromArray(SQUARE, in, in2 + r).mul(scale));
      FloatVector d = TYPE.cast(FloatVector.fromArray(SQUARE, in, in3 + r).mul(scale));
      FloatVector abLow = TYPE.cast(a.rearrange(LOW_PAIRED, b));
      FloatVector abHigh = TYPE.cast(a.rearrange(HIGH_PAIRED, b));
      FloatVector cdLow = TYPE.cast(c.rearrange(LOW_PAIRED, d));
      FloatVector cdHigh = TYPE.cast(c.rearrange(HIGH_PAIRED, d));
      int to = outOffset + r * stride;
      TYPE.cast(abLow.rearrange(LOW_HALVES, cdLow)).intoArray(out, to);
      TYPE.cast(abLow.rearrange(HIGH_HALVES, cdLow)).intoArray(out, to + stride);
      TYPE.cast(abHigh.rearrange(LOW_HALVES, cdHigh)).intoArray(out, to + 2 * stride);
      TYPE.cast(abHigh.rearrange(HIGH_HALVES, cdHigh)).intoArray(out, to + 3 * stride);
    }
  }
}
