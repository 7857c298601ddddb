package dev.lanewise.engine.kernel;

/** The weights of a linear layer, {@code [outputs][inputs]}, as they are handed to a kernel. */
@FunctionalInterface
public interface WeightRows {
  /**
   * A row of weights. It is asked for once, rows in order, and may be the same array every time.
   */
  float[] row(int output);

  /**
   * The scale that a row gets where it is held in int8; asked for after the row. Weights that have
   * been int8 before give the scale that they had, since the one that their values suggest can
   * differ in its last bit; {@link NarrowFloats#toInt8} then finds the same integers.
   *
   * @param weights the row
   */
  default float int8Scale(int output, float[] weights) {
    return NarrowFloats.int8Scale(weights);
  }
}
