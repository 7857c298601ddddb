package dev.lanewise.engine.layer;

import dev.lanewise.engine.kernel.WeightRows;
import dev.lanewise.engine.weights.Tensor;
import java.util.List;

/** The rows of tensors {@code [outputs][inputs]}, one tensor after the other, checked. */
final class TensorRows implements WeightRows {
  private final List<Tensor> parts;
  private final int outputs;
  private final float[] row; // [inputs]

  /**
   * @param outputs the outputs of each part
   */
  TensorRows(List<Tensor> parts, int outputs, int inputs) {
    this.parts = parts;
    this.outputs = outputs;
    this.row = new float[inputs];
  }

  @Override
  public float[] row(int output) {
    Tensor part = parts.get(output / outputs);
    long from = (long) (output % outputs) * row.length;
    part.read(from, row, 0, row.length);
    part.requireFinite(row, row.length, from);
    return row;
  }

  @Override
  public float int8Scale(int output, float[] weights) {
    Tensor part = parts.get(output / outputs);
    return part.scales().isPresent()
        ? part.scale(output % outputs)
        : WeightRows.super.int8Scale(output, weights);
  }
}
