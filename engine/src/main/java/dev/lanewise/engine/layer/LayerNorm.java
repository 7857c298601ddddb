package dev.lanewise.engine.layer;

import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.weights.NamedTensors;

/** Layer norm (Ba et al. 2016), alone or in one with a residual connection. */
public final class LayerNorm implements Norm {
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

  /** Loads {@code weight} alone. */
  public static LayerNorm loadUnbiased(
      NamedTensors scope, int hiddenSize, float epsilon, Backend backend) {
    return new LayerNorm(
        backend.kernels(), scope.vector("weight", hiddenSize), new float[hiddenSize], epsilon);
  }

  /** {@inheritDoc} Those of the residual connection are counted among them. */
  @Override
  public long flops(int rows) {
    return 8L * rows * weight.length;
  }

  @Override
  public long bytes(int rows) {
    return 3L * rows * weight.length * Float.BYTES;
  }

  @Override
  public void forward(
      float[] to, int firstTo, float[] from, int firstFrom, int rows, float[] sums) {
    int width = weight.length;
    kernels.normalize(
        to, firstTo * width, from, firstFrom * width, rows, width, weight, bias, epsilon, sums);
  }

  /**
   * {@code x = norm(x + delta)} for some rows.
   *
   * @param x {@code [rows][hiddenSize]} from row {@code firstRow} on
   * @param delta {@code [rows][hiddenSize]} from row {@code firstDeltaRow} on
   */
  public void addForward(
      float[] x, int firstRow, float[] delta, int firstDeltaRow, int rows, float[] sums) {
    int width = weight.length;
    kernels.addNormalize(
        x,
        firstRow * width,
        delta,
        firstDeltaRow * width,
        rows,
        width,
        weight,
        bias,
        epsilon,
        sums);
  }
}
