package dev.lanewise.engine.layer;

import dev.lanewise.engine.kernel.WeightRows;
import dev.lanewise.engine.weights.Tensor;
import java.util.List;

/** The rows of slices of tensors {@code [stored][inputs]}, one slice after the other, checked. */
final class TensorRows implements WeightRows {
  private final List<LinearSlice> slices;
  private final List<Tensor> tensors; // the one of each slice
  private final float[] row; // [inputs]

  TensorRows(List<LinearSlice> slices, int inputs) {
    this.slices = slices;
    this.tensors =
        slices.stream().map(slice -> slice.scope().get("weight", slice.stored(), inputs)).toList();
    this.row = new float[inputs];
  }

  /** The tensors that rows come from. */
  List<Tensor> tensors() {
    return tensors;
  }

  @Override
  public float[] row(int output) {
    int slice = slice(output);
    Tensor tensor = tensors.get(slice);
    long from = (long) storedRow(output, slice) * row.length;
    tensor.read(from, row, 0, row.length);
    tensor.requireFinite(row, row.length, from);
    return row;
  }

  @Override
  public float int8Scale(int output, float[] weights) {
    int slice = slice(output);
    Tensor tensor = tensors.get(slice);
    return tensor.scales().isPresent()
        ? tensor.scale(storedRow(output, slice))
        : WeightRows.super.int8Scale(output, weights);
  }

  private int slice(int output) {
    int slice = 0;
    for (int left = output; left >= slices.get(slice).outputs(); slice++) {
      left -= slices.get(slice).outputs();
    }
    return slice;
  }

  private int storedRow(int output, int slice) {
    int before = 0;
    for (int i = 0; i < slice; i++) {
      before += slices.get(i).outputs();
    }
    return slices.get(slice).first() + output - before;
  }
}
