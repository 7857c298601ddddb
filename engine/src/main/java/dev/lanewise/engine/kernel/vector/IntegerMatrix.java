package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.IntegerTiles.INT_LANES;
import static dev.lanewise.engine.kernel.vector.IntegerTiles.SHORT_LANES;
import static dev.lanewise.engine.kernel.vector.IntegerTiles.WIDTH;

import dev.lanewise.engine.kernel.IntegerProducts;
import dev.lanewise.engine.kernel.PackedMatrix;
import dev.lanewise.engine.kernel.WeightRows;
import java.util.Arrays;

/**
 * Weights in integers, panel after panel.
 *
 * <p>Of the columns that share a vector of shorts, the first half stands in its even lanes and the
 * second in its odd ones: so each half is a vector of ints when a tile has separated them.
 */
final class IntegerMatrix extends PackedMatrix {
  /** A panel begins at a cache line; see {@link VectorMatrix}. */
  private static final int START = (64 - 16) / Short.BYTES;

  private final int inner;
  private final short[] weights; // START, then [panels][inner][WIDTH]
  private final float[] scales; // [panels * WIDTH]
  private final float[] bias; // [panels * WIDTH]

  IntegerMatrix(int outputs, int inputs, WeightRows rows, float[] bias) {
    super(outputs, IntegerProducts.requireSummable(inputs), WIDTH, Short.BYTES);
    inner = Math.ceilDiv(inputs, IntegerProducts.RUN) * IntegerProducts.RUN;
    this.bias = Arrays.copyOf(bias, panels() * WIDTH);
    scales = new float[panels() * WIDTH];
    weights = new short[Math.addExact(START, Math.multiplyExact(panels() * WIDTH, inner))];
    short[] rounded = new short[inputs];
    for (int n = 0; n < outputs; n++) {
      scales[n] = IntegerProducts.roundWeights(rows.row(n), inputs, rounded);
      int to = offset(n / WIDTH) + lane(n % WIDTH);
      for (int k = 0; k < inputs; k++) {
        weights[to + k * WIDTH] = rounded[k];
      }
    }
  }

  /** Where a column of a panel stands in its rows. */
  static int lane(int column) {
    int inVector = column % SHORT_LANES;
    int odd = inVector / INT_LANES;
    return column - inVector + 2 * (inVector % INT_LANES) + odd;
  }

  /** Inputs, with those added that fill the last run with zeros. */
  int inner() {
    return inner;
  }

  short[] weights() {
    return weights;
  }

  /** Where a panel begins. */
  int offset(int panel) {
    return START + panel * WIDTH * inner;
  }

  float[] scales() {
    return scales;
  }

  float[] bias() {
    return bias;
  }
}
