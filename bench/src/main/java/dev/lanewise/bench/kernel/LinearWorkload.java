package dev.lanewise.bench.kernel;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.kernel.KernelSelector;
import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.kernel.PackedMatrix;
import dev.lanewise.engine.kernel.Panel;
import dev.lanewise.engine.kernel.Storage;
import java.util.Random;

/** A linear layer of some shape with random weights, ready to be computed. */
public final class LinearWorkload {
  private final Kernels kernels;
  private final PackedMatrix weights;
  private final Panel scratch;
  private final float[] in; // [rows][inputs]
  private final float[] out; // [rows][outputs]
  private final int rows;

  /**
   * @param kernel {@code vector} or {@code scalar}
   */
  public LinearWorkload(String kernel, int rows, int outputs, int inputs) {
    this.kernels = KernelSelector.choose(KernelSelector.Preference.of(kernel)).kernels();
    this.rows = rows;
    Random random = new Random(1);
    this.weights =
        kernels.pack(
            outputs, inputs, _ -> gaussian(random, inputs), gaussian(random, outputs), Storage.F32);
    this.scratch = kernels.newPanel();
    this.in = gaussian(random, rows * inputs);
    this.out = new float[rows * outputs];
  }

  /** Computes all rows; returns {@code [rows][outputs]}. */
  public float[] compute() {
    int inputs = weights.inputs();
    int outputs = weights.outputs();
    kernels.linear(
        out,
        0,
        outputs,
        in,
        0,
        inputs,
        rows,
        weights,
        0,
        weights.panels(),
        Activation.IDENTITY,
        scratch);
    return out;
  }

  /** Floating-point operations of one computation. */
  public long operations() {
    return 2L * rows * weights.outputs() * weights.inputs();
  }

  private static float[] gaussian(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
