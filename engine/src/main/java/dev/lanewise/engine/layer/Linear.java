package dev.lanewise.engine.layer;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.kernel.PackedMatrix;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.weights.NamedTensors;
import java.util.List;

/**
 * A linear layer and the activation after it: {@code out = activation(in · weightᵀ + bias)}.
 *
 * <p>Several layers with the same input can be fused into one whose outputs stand side by side.
 */
public final class Linear implements Projection {
  /** Rows of a task: enough for full tiles, few enough that tasks share the work evenly. */
  private static final int TASK_ROWS = 48;

  private final Kernels kernels;
  private final PackedMatrix weights;
  private final Activation activation;

  private Linear(Kernels kernels, PackedMatrix weights, Activation activation) {
    this.kernels = kernels;
    this.weights = weights;
    this.activation = activation;
  }

  /**
   * Loads {@code weight} {@code [outputs][inputs]} and {@code bias} {@code [outputs]} of each scope
   * and packs them as one layer.
   *
   * @param outputs the outputs of each scope
   */
  public static Linear load(
      List<NamedTensors> scopes, int outputs, int inputs, Activation activation, Backend backend) {
    return load(whole(scopes, outputs, true), inputs, activation, backend);
  }

  /** The same without biases. */
  public static Linear loadUnbiased(
      List<NamedTensors> scopes, int outputs, int inputs, Activation activation, Backend backend) {
    return load(whole(scopes, outputs, false), inputs, activation, backend);
  }

  private static List<LinearSlice> whole(List<NamedTensors> scopes, int outputs, boolean biased) {
    return scopes.stream().map(scope -> LinearSlice.whole(scope, outputs, biased)).toList();
  }

  /** Loads slices of stored layers and packs them as one layer, their outputs in this order. */
  public static Linear load(
      List<LinearSlice> slices, int inputs, Activation activation, Backend backend) {
    TensorRows rows = new TensorRows(slices, inputs);
    float[] bias = new float[slices.stream().mapToInt(LinearSlice::outputs).sum()];
    int from = 0;
    for (LinearSlice slice : slices) {
      if (slice.biased()) {
        float[] stored = slice.scope().vector("bias", slice.stored());
        System.arraycopy(stored, slice.first(), bias, from, slice.outputs());
      }
      from += slice.outputs();
    }
    PackedMatrix packed = backend.pack(bias.length, inputs, rows, bias, rows.tensors());
    return new Linear(backend.kernels(), packed, activation);
  }

  /** A single layer; see {@link #load(List, int, int, Activation, Backend)}. */
  public static Linear load(
      NamedTensors scope, int outputs, int inputs, Activation activation, Backend backend) {
    return load(List.of(scope), outputs, inputs, activation, backend);
  }

  long packedBytes() {
    return weights.bytes();
  }

  /** Floating-point operations for so many rows. */
  long flops(int rows) {
    return 2L * rows * weights.inputs() * weights.outputs();
  }

  /** Bytes read and written for so many rows, weights included. */
  long bytes(int rows) {
    return packedBytes() + (long) rows * (weights.inputs() + weights.outputs()) * Float.BYTES;
  }

  @Override
  public int outputs() {
    return weights.outputs();
  }

  @Override
  public void forward(float[] out, float[] in, int rows, Workspace workspace, Parallel parallel) {
    int workers = parallel.workers();
    int panels = weights.panels();
    if (workers == 1) {
      compute(out, in, 0, rows, 0, panels, workspace.scratch(0));
      return;
    }
    boolean byRows = rows >= 2 * workers * TASK_ROWS;
    int tasks = byRows ? Math.ceilDiv(rows, TASK_ROWS) : Math.min(panels, 4 * workers);
    parallel.run(tasks, workspace.product().of(this, out, in, rows, byRows ? 0 : tasks, workspace));
  }

  /**
   * A product cut into tasks. A workspace has one, used for one product after the other: a pass has
   * dozens of them and allocates for none.
   */
  @SuppressWarnings("NullAway.Init") // of() sets the fields, and only it gives tasks
  static final class Product implements Parallel.Task {
    private Linear layer;
    private float[] out;
    private float[] in;
    private int rows;
    private int panelTasks;
    private Workspace workspace;

    /**
     * The tasks of a product.
     *
     * @param panelTasks how many tasks share the panels, each for all rows; 0 where tasks take rows
     */
    private Product of(
        Linear layer, float[] out, float[] in, int rows, int panelTasks, Workspace workspace) {
      this.layer = layer;
      this.out = out;
      this.in = in;
      this.rows = rows;
      this.panelTasks = panelTasks;
      this.workspace = workspace;
      return this;
    }

    @Override
    public void run(int task, int worker) {
      int panels = layer.weights.panels();
      Workspace.Scratch scratch = workspace.scratch(worker);
      if (panelTasks == 0) {
        int first = task * TASK_ROWS;
        int count = Math.min(TASK_ROWS, rows - first);
        layer.compute(out, in, first, count, 0, panels, scratch);
      } else {
        // Few rows: the weights' memory is the limit, so each thread reads panels of its own.
        int from = panels * task / panelTasks;
        int to = panels * (task + 1) / panelTasks;
        layer.compute(out, in, 0, rows, from, to, scratch);
      }
    }
  }

  private void compute(
      float[] out,
      float[] in,
      int firstRow,
      int rows,
      int fromPanel,
      int toPanel,
      Workspace.Scratch scratch) {
    int inStride = weights.inputs();
    int outStride = weights.outputs();
    kernels.linear(
        out,
        firstRow * outStride,
        outStride,
        in,
        firstRow * inStride,
        inStride,
        rows,
        weights,
        fromPanel,
        toPanel,
        activation,
        scratch.weights);
  }
}
