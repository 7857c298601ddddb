package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.Lanes.WIDTH;

import dev.lanewise.engine.kernel.NarrowFloats;
import dev.lanewise.engine.kernel.PackedMatrix;
import dev.lanewise.engine.kernel.Storage;
import dev.lanewise.engine.kernel.WeightRows;
import java.util.Arrays;

/** Packed weights in one array of the storage's element type, panel after panel. */
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
  private final short[] shorts; // BF16 and F16: the same
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
    int to = offset(output / WIDTH) + output % WIDTH;
    int inputs = inputs();
    switch (storage) {
      case F32 -> {
        for (int k = 0; k < inputs; k++) {
          floats[to + k * WIDTH] = weights[k];
        }
      }
      case BF16 -> {
        for (int k = 0; k < inputs; k++) {
          shorts[to + k * WIDTH] = NarrowFloats.toBf16(weights[k]);
        }
      }
      case F16 -> {
        for (int k = 0; k < inputs; k++) {
          shorts[to + k * WIDTH] = Float.floatToFloat16(weights[k]);
        }
      }
      case INT8 -> {
        float scale = rows.int8Scale(output, weights);
        scales[output] = scale;
        for (int k = 0; k < inputs; k++) {
          bytes[to + k * WIDTH] = NarrowFloats.toInt8(weights[k], scale);
        }
      }
    }
  }

  /** The weights as they are used, where they are stored so. */
  float[] floats() {
    return floats;
  }

  /**
   * Widens rows of a panel.
   *
   * @param to gets {@code [rows][WIDTH]}
   * @param vectorCode whether by vectors or by plain loops
   */
  void widen(int panel, int firstRow, int rows, float[] to, boolean vectorCode) {
    int from = offset(panel) + firstRow * WIDTH;
    if (!vectorCode) {
      widenPlainly(from, panel, rows * WIDTH, to);
      return;
    }
    switch (storage) {
      case F32 -> System.arraycopy(floats, from, to, 0, rows * WIDTH);
      case BF16 -> Widening.bf16(shorts, from, to, rows * WIDTH);
      case F16 -> Widening.f16(shorts, from, to, rows * WIDTH);
      case INT8 -> Widening.int8(bytes, from, scales, panel * WIDTH, to, rows);
    }
  }

  private void widenPlainly(int from, int panel, int length, float[] to) {
    for (int i = 0; i < length; i++) {
      to[i] =
          switch (storage) {
            case F32 -> floats[from + i];
            case BF16 -> NarrowFloats.fromBf16(shorts[from + i]);
            case F16 -> Float.float16ToFloat(shorts[from + i]);
            case INT8 -> NarrowFloats.fromInt8(bytes[from + i], scales[panel * WIDTH + i % WIDTH]);
          };
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
}
