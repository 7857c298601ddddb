package dev.lanewise.engine.kernel.scalar;

import dev.lanewise.engine.kernel.NarrowFloats;
import dev.lanewise.engine.kernel.PackedMatrix;
import dev.lanewise.engine.kernel.Storage;
import dev.lanewise.engine.kernel.WeightRows;

/** Packed weights whose panel rows are arrays of their own, of the storage's element type. */
final class RowMatrix extends PackedMatrix {
  private final float[][][] floats; // F32: [panels][inputs][WIDTH]
  private final short[][][] shorts; // BF16 and F16: the same
  private final byte[][][] bytes; // INT8: the same
  private final Storage storage;
  private final float[] scales; // INT8: [outputs]
  private final float[] bias; // [outputs]

  RowMatrix(int outputs, int inputs, WeightRows rows, float[] bias, Storage storage) {
    super(outputs, inputs, ScalarKernels.WIDTH, storage.bytes());
    this.storage = storage;
    this.bias = bias.clone();
    boolean half = storage.bytes() == Short.BYTES;
    floats = new float[storage == Storage.F32 ? panels() : 0][inputs][ScalarKernels.WIDTH];
    shorts = new short[half ? panels() : 0][inputs][ScalarKernels.WIDTH];
    bytes = new byte[storage == Storage.INT8 ? panels() : 0][inputs][ScalarKernels.WIDTH];
    scales = new float[outputs];
    for (int n = 0; n < outputs; n++) {
      store(n, rows);
    }
  }

  private void store(int output, WeightRows rows) {
    float[] weights = rows.row(output);
    int panel = output / ScalarKernels.WIDTH;
    int column = output % ScalarKernels.WIDTH;
    int inputs = inputs();
    switch (storage) {
      case F32 -> {
        for (int k = 0; k < inputs; k++) {
          floats[panel][k][column] = weights[k];
        }
      }
      case BF16 -> {
        for (int k = 0; k < inputs; k++) {
          shorts[panel][k][column] = NarrowFloats.toBf16(weights[k]);
        }
      }
      case F16 -> {
        for (int k = 0; k < inputs; k++) {
          shorts[panel][k][column] = Float.floatToFloat16(weights[k]);
        }
      }
      case INT8 -> {
        scales[output] = rows.int8Scale(output, weights);
        for (int k = 0; k < inputs; k++) {
          bytes[panel][k][column] = NarrowFloats.toInt8(weights[k], scales[output]);
        }
      }
    }
  }

  float[] bias() {
    return bias;
  }

  /**
   * A panel in fp32, {@code [inputs][WIDTH]}.
   *
   * @param scratch holds it where it has to be widened
   */
  float[][] panel(int index, RowPanel scratch) {
    if (storage == Storage.F32) {
      return floats[index];
    }
    scratch.resize(inputs(), columnsOf(index));
    float[][] rows = scratch.rows();
    for (int k = 0; k < inputs(); k++) {
      widen(index, k, rows[k]);
    }
    return rows;
  }

  private void widen(int panel, int k, float[] to) {
    int columns = columnsOf(panel);
    switch (storage) {
      case BF16 -> {
        for (int n = 0; n < columns; n++) {
          to[n] = NarrowFloats.fromBf16(shorts[panel][k][n]);
        }
      }
      case F16 -> {
        for (int n = 0; n < columns; n++) {
          to[n] = Float.float16ToFloat(shorts[panel][k][n]);
        }
      }
      default -> {
        int first = panel * ScalarKernels.WIDTH;
        for (int n = 0; n < columns; n++) {
          to[n] = NarrowFloats.fromInt8(bytes[panel][k][n], scales[first + n]);
        }
      }
    }
  }
}
