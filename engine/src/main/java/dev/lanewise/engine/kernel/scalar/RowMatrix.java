package dev.lanewise.engine.kernel.scalar;

import dev.lanewise.engine.kernel.PackedMatrix;
import java.util.function.IntFunction;

/** Packed weights whose panel rows are arrays of their own. */
final class RowMatrix extends PackedMatrix {
  private final float[][][] panels; // [panels][inputs][WIDTH]
  private final float[] bias; // [outputs]

  RowMatrix(int outputs, int inputs, IntFunction<float[]> row, float[] bias) {
    super(outputs, inputs, ScalarKernels.WIDTH);
    this.bias = bias.clone();
    panels = new float[panels()][inputs][ScalarKernels.WIDTH];
    for (int n = 0; n < outputs; n++) {
      float[] weights = row.apply(n);
      float[][] panel = panels[n / ScalarKernels.WIDTH];
      int column = n % ScalarKernels.WIDTH;
      for (int k = 0; k < inputs; k++) {
        panel[k][column] = weights[k];
      }
    }
  }

  float[] bias() {
    return bias;
  }

  float[][] panel(int index) {
    return panels[index];
  }
}
