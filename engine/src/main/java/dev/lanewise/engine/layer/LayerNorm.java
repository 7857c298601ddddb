package dev.lanewise.engine.layer;

import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.weights.NamedTensors;

/** Residual connection and layer norm (Ba et al. 2016) in one. */
public final class LayerNorm {
  private final Kernels kernels;
  private final float[] weight; // [hiddenSize]
  private final float[] bias; // [hiddenSize]
  private final float epsilon;

  private LayerNorm(Kernels kernels, float[] weight, float[] bias, float epsilon) {
    this.kernels = kernels;
    this.weight = weight;
    this.bias = bias;
    this.epsilon = epsilon;
  }

  /**
   * Loads {@code weight} and {@code bias}, which checkpoints converted from TensorFlow call {@code
   * gamma} and {@code beta}.
   */
  public static LayerNorm load(NamedTensors scope, int hiddenSize, float epsilon, Backend backend) {
    boolean tensorFlow = !scope.has("weight") && scope.has("gamma");
    return new LayerNorm(
        backend.kernels(),
        scope.vector(tensorFlow ? "gamma" : "weight", hiddenSize),
        scope.vector(tensorFlow ? "beta" : "bias", hiddenSize),
        epsilon);
  }

  /** Floating-point operations for so many rows: sum, mean, variance and scaling. */
  long flops(int rows) {
    return 8L * rows * weight.length;
  }

  /** Bytes read and written for so many rows. */
  long bytes(int rows) {
    return 3L * rows * weight.length * Float.BYTES;
  }

  /**
   * {@code x = norm(x + delta)} for some rows.
   *
   * @param x {@code [rows][hiddenSize]} from row {@code firstRow} on
   * @param delta {@code [rows][hiddenSize]} from row {@code firstDeltaRow} on
   */
  public void forward(float[] x, int firstRow, float[] delta, int firstDeltaRow, int rows) {
    int width = weight.length;
    kernels.addNormalize(
        x, firstRow * width, delta, firstDeltaRow * width, rows, width, weight, bias, epsilon);
  }
}
