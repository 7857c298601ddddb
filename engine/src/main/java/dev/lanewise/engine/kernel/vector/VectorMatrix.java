package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.FewRows.COLUMNS;
import static dev.lanewise.engine.kernel.vector.Lanes.LANES;
import static dev.lanewise.engine.kernel.vector.Lanes.WIDTH;

import dev.lanewise.engine.kernel.NarrowFloats;
import dev.lanewise.engine.kernel.PackedMatrix;
import dev.lanewise.engine.kernel.Storage;
import dev.lanewise.engine.kernel.WeightRows;
import java.util.Arrays;

/**
 * Packed weights in one array of the storage's element type, panel after panel.
 *
 * <p>A panel of narrow weights is cut into parts of {@link FewRows#COLUMNS} columns, so that few
 * rows can pass over a part at a time and read it from front to end. In bf16 a part's columns
 * interleave, one of its first half and one of its second in turns.
 */
final class VectorMatrix extends PackedMatrix {
  /**
   * Where the first panel begins: one cache line of 64 bytes after the start of an array object,
   * whose header takes the first 16. Large arrays are placed at a multiple of 64 by G1, so panels
   * are read by aligned loads, which is worth some 5 % of a product; elsewhere it does no harm.
   */
  private static final int START_BYTES = 64 - 16;

  private static final float[] NO_FLOATS = {};
  private static final short[] NO_SHORTS = {};
  private static final byte[] NO_BYTES = {};

  private final Storage storage;
  private final int start;
  private final float[] floats; // F32: start, then [panels][inputs][WIDTH]
  private final short[] shorts; // BF16 and F16: start, then [panels][parts][inputs][COLUMNS]
  private final byte[] bytes; // INT8: the same
  private final float[] scales; // INT8: [panels * WIDTH]
  private final float[] bias; // [panels * WIDTH]

  VectorMatrix(int outputs, int inputs, WeightRows rows, float[] bias, Storage storage) {
    super(outputs, inputs, WIDTH, storage.bytes());
    this.storage = storage;
    this.bias = Arrays.copyOf(bias, panels() * WIDTH);
    start = START_BYTES / storage.bytes();
    int length = Math.addExact(start, Math.multiplyExact(panels() * WIDTH, inputs));
    floats = storage == Storage.F32 ? new float[length] : NO_FLOATS;
    shorts = storage.bytes() == Short.BYTES ? new short[length] : NO_SHORTS;
    bytes = storage == Storage.INT8 ? new byte[length] : NO_BYTES;
    scales = storage == Storage.INT8 ? new float[panels() * WIDTH] : NO_FLOATS;
    for (int n = 0; n < outputs; n++) {
      store(n, rows);
    }
  }

  private void store(int output, WeightRows rows) {
    float[] weights = rows.row(output);
    int inputs = inputs();
    int part = offset(output, 0);
    int to = part + output % COLUMNS;
    switch (storage) {
      case F32 -> {
        int first = offset(output / WIDTH) + output % WIDTH;
        for (int k = 0; k < inputs; k++) {
          floats[first + k * WIDTH] = weights[k];
        }
      }
      case BF16 -> {
        int first = part + interleaved(output % COLUMNS);
        for (int k = 0; k < inputs; k++) {
          shorts[first + k * COLUMNS] = NarrowFloats.toBf16(weights[k]);
        }
      }
      case F16 -> {
        for (int k = 0; k < inputs; k++) {
          shorts[to + k * COLUMNS] = Float.floatToFloat16(weights[k]);
        }
      }
      case INT8 -> {
        float scale = rows.int8Scale(output, weights);
        scales[output] = scale;
        for (int k = 0; k < inputs; k++) {
          bytes[to + k * COLUMNS] = NarrowFloats.toInt8(weights[k], scale);
        }
      }
    }
  }

  /** Where a column of a part stands in bf16. */
  private static int interleaved(int column) {
    return column < LANES ? 2 * column : 2 * (column - LANES) + 1;
  }

  /** The weights as they are used, where they are stored so. */
  float[] floats() {
    return floats;
  }

  /** The weights in bf16 or f16, where they are stored so. */
  short[] shorts() {
    return shorts;
  }

  /** The weights in int8, where they are stored so; {@link #scales} go with them. */
  byte[] integers() {
    return bytes;
  }

  /** The scales of int8 weights, {@code [panels * WIDTH]}. */
  float[] scales() {
    return scales;
  }

  /**
   * Widens rows of a panel.
   *
   * @param to gets {@code [rows][WIDTH]}
   * @param vectorCode whether by vectors or by plain loops
   */
  void widen(int panel, int firstRow, int rows, float[] to, boolean vectorCode) {
    for (int n = 0; n < WIDTH; n += COLUMNS) {
      int column = panel * WIDTH + n;
      int from = offset(column, firstRow);
      if (!vectorCode) {
        widenPlainly(from, column, rows, to, n);
        continue;
      }
      switch (storage) {
        case F32 -> throw new IllegalStateException("fp32 isn't narrow");
        case BF16 -> Widening.bf16(shorts, from, to, n, rows);
        case F16 -> Widening.f16(shorts, from, to, n, rows);
        case INT8 -> Widening.int8(bytes, from, scales, column, to, n, rows);
      }
    }
  }

  private void widenPlainly(int from, int column, int rows, float[] to, int offset) {
    for (int k = 0; k < rows; k++) {
      int row = from + k * COLUMNS;
      for (int n = 0; n < COLUMNS; n++) {
        to[offset + k * WIDTH + n] =
            switch (storage) {
              case F32 -> throw new IllegalStateException("fp32 isn't narrow");
              case BF16 -> NarrowFloats.fromBf16(shorts[row + interleaved(n)]);
              case F16 -> Float.float16ToFloat(shorts[row + n]);
              case INT8 -> NarrowFloats.fromInt8(bytes[row + n], scales[column + n]);
            };
      }
    }
  }

  /** How the weights are held. */
  Storage storage() {
    return storage;
  }

  float[] bias() {
    return bias;
  }

  /** Where a panel begins in the array. */
  int offset(int panel) {
    return start + panel * WIDTH * inputs();
  }

  /** Where a step of a part of narrow weights begins in the array. */
  int offset(int column, int step) {
    return start + column / COLUMNS * COLUMNS * inputs() + step * COLUMNS;
  }
}
