package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.Lanes.WIDTH;

import dev.lanewise.engine.kernel.PackedMatrix;
import java.util.Arrays;
import java.util.function.IntFunction;

/** Packed weights in one array, panel after panel. */
final class VectorMatrix extends PackedMatrix {
  /**
   * Where the first panel begins: one cache line of 64 bytes after the start of an array object,
   * whose header takes the first 16. Large arrays are placed at a multiple of 64 by G1, so panels
   * are read by aligned loads, which is worth some 5 % of a product; elsewhere it does no harm.
   */
  private static final int START = (64 - 16) / Float.BYTES;

  private final float[] data; // START, then [panels][inputs][WIDTH]
  private final float[] bias; // [panels * WIDTH]

  VectorMatrix(int outputs, int inputs, IntFunction<float[]> row, float[] bias) {
    super(outputs, inputs, WIDTH);
    this.bias = Arrays.copyOf(bias, panels() * WIDTH);
    data = new float[Math.addExact(START, Math.multiplyExact(panels() * WIDTH, inputs))];
    for (int n = 0; n < outputs; n++) {
      float[] weights = row.apply(n);
      int to = offset(n / WIDTH) + n % WIDTH;
      for (int k = 0; k < inputs; k++, to += WIDTH) {
        data[to] = weights[k];
      }
    }
  }

  float[] data() {
    return data;
  }

  float[] bias() {
    return bias;
  }

  /** Where a panel begins in {@link #data()}. */
  int offset(int panel) {
    return START + panel * WIDTH * inputs();
  }
}
