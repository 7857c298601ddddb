package dev.lanewise.engine.layer;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.measure.Operation;
import dev.lanewise.engine.measure.Stopwatch;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.weights.NamedTensors;
import java.util.List;
import java.util.Optional;

/**
 * Two linear layers with an activation between them, each token by itself; in gated ones (Shazeer
 * 2020) what the first one gives is multiplied by what a third one gives, whose activation it is.
 */
public final class FeedForward {
  /** Rows of a multiplying task. */
  private static final int TASK_ROWS = 48;

  private final Linear up;
  private final Optional<Linear> gate;
  private final Linear down;

  private FeedForward(Linear up, Optional<Linear> gate, Linear down) {
    this.up = up;
    this.gate = gate;
    this.down = down;
  }

  public static FeedForward load(
      NamedTensors up,
      NamedTensors down,
      EncoderShape shape,
      Activation activation,
      Backend backend) {
    return new FeedForward(
        Linear.load(up, shape.intermediateSize(), shape.hiddenSize(), activation, backend),
        Optional.empty(),
        Linear.load(
            down, shape.hiddenSize(), shape.intermediateSize(), Activation.IDENTITY, backend));
  }

  /** Without biases; see {@link #load}. */
  public static FeedForward loadUnbiased(
      NamedTensors up,
      NamedTensors down,
      EncoderShape shape,
      Activation activation,
      Backend backend) {
    return new FeedForward(
        Linear.loadUnbiased(
            List.of(up), shape.intermediateSize(), shape.hiddenSize(), activation, backend),
        Optional.empty(),
        Linear.loadUnbiased(
            List.of(down),
            shape.hiddenSize(),
            shape.intermediateSize(),
            Activation.IDENTITY,
            backend));
  }

  /**
   * Loads a gated one: {@code down(activation(gate(x)) · up(x))}.
   *
   * @param gate as many outputs as the intermediate size
   * @param up the same
   * @param down as many outputs as the hidden size
   */
  public static FeedForward loadGated(
      LinearSlice gate,
      LinearSlice up,
      LinearSlice down,
      EncoderShape shape,
      Activation activation,
      Backend backend) {
    int hidden = shape.hiddenSize();
    return new FeedForward(
        Linear.load(List.of(up), hidden, Activation.IDENTITY, backend),
        Optional.of(Linear.load(List.of(gate), hidden, activation, backend)),
        Linear.load(List.of(down), shape.intermediateSize(), Activation.IDENTITY, backend));
  }

  /**
   * Leaves what the block adds to the hidden states in the workspace's delta.
   *
   * @param in {@code [rows][hiddenSize]}
   */
  void forward(float[] in, int rows, Workspace workspace, Parallel parallel) {
    Stopwatch stopwatch = workspace.stopwatch();
    up.forward(workspace.intermediate(), in, rows, workspace, parallel);
    stopwatch.lap(Operation.FEED_FORWARD_UP, up.flops(rows), up.bytes(rows));
    if (gate.isPresent()) {
      gate.get().forward(workspace.gates(), in, rows, workspace, parallel);
      multiply(workspace.intermediate(), workspace.gates(), rows, up.outputs(), parallel);
      stopwatch.lap(Operation.FEED_FORWARD_UP, gate.get().flops(rows), gate.get().bytes(rows));
    }
    down.forward(workspace.delta(), workspace.intermediate(), rows, workspace, parallel);
    stopwatch.lap(Operation.FEED_FORWARD_DOWN, down.flops(rows), down.bytes(rows));
  }

  /** {@code x = x · factors}, both {@code [rows][width]}. */
  private static void multiply(float[] x, float[] factors, int rows, int width, Parallel parallel) {
    parallel.run(
        Math.ceilDiv(rows, TASK_ROWS),
        (task, _) -> {
          int first = task * TASK_ROWS;
          int count = Math.min(TASK_ROWS, rows - first);
          multiply(x, factors, first * width, (first + count) * width);
        });
  }

  private static void multiply(float[] x, float[] factors, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] *= factors[i];
    }
  }

  long packedBytes() {
    return up.packedBytes() + gate.map(Linear::packedBytes).orElse(0L) + down.packedBytes();
  }
}
