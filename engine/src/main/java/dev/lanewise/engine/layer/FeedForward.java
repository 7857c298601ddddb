package dev.lanewise.engine.layer;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.measure.Operation;
import dev.lanewise.engine.measure.Stopwatch;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.weights.NamedTensors;
import java.util.List;

/** Two linear layers with an activation between them, each token by itself. */
public final class FeedForward {
  private final Linear up;
  private final Linear down;

  private FeedForward(Linear up, Linear down) {
    this.up = up;
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
        Linear.loadUnbiased(
            List.of(down),
            shape.hiddenSize(),
            shape.intermediateSize(),
            Activation.IDENTITY,
            backend));
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
    down.forward(workspace.delta(), workspace.intermediate(), rows, workspace, parallel);
    stopwatch.lap(Operation.FEED_FORWARD_DOWN, down.flops(rows), down.bytes(rows));
  }

  long packedBytes() {
    return up.packedBytes() + down.packedBytes();
  }
}
