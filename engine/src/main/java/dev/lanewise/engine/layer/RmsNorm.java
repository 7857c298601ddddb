package dev.lanewise.engine.layer;

import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.weights.NamedTensors;

/** Root-mean-square norm (Zhang and Sennrich 2019): no mean is taken away, no bias added. */
public final class RmsNorm implements Norm {
  private final Kernels kernels;
  private final float[] weight; // [width]
  private final float epsilon;

  /**
   * A norm.
   *
   * @param weight {@code [width]}; whose it is not to change
   */
  public RmsNorm(Kernels kernels, float[] weight, float epsilon) {
    this.kernels = kernels;
    this.weight = weight;
    this.epsilon = epsilon;
  }

  /** Loads {@code weight}. */
  public static RmsNorm load(NamedTensors scope, int width, float epsilon, Backend backend) {
    return new RmsNorm(backend.kernels(), scope.vector("weight", width), epsilon);
  }

  @Override
  public void forward(
      float[] to, int firstTo, float[] from, int firstFrom, int rows, float[] sums) {
    int width = weight.length;
    kernels.normalizeByRms(
        to,
        firstTo * width,
        width,
        from,
        firstFrom * width,
        width,
        rows,
        width,
        weight,
        epsilon,
        sums);
  }

  /** Normalizes slices of rows, in place. */
  void forwardSlices(float[] x, int offset, int stride, int rows, float[] sums) {
    kernels.normalizeByRms(
        x, offset, stride, x, offset, stride, rows, weight.length, weight, epsilon, sums);
  }

  @Override
  public long flops(int rows) {
    return 4L * rows * weight.length;
  }

  @Override
  public long bytes(int rows) {
    return 2L * rows * weight.length * Float.BYTES;
  }
}
