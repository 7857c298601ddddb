package dev.lanewise.engine.layer;

import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.parallel.Parallel;

/** One of an encoder's layers. */
public interface EncoderLayer {
  /** Replaces the workspace's hidden states by the next layer's. */
  void forward(PackedBatch batch, Workspace workspace, Parallel parallel);

  /**
   * The same for one row of each sequence, when nobody will look at the others: their hidden states
   * are left end to end, {@code [sequences][hiddenSize]}.
   *
   * @param rows the row of each sequence, ascending
   */
  void forwardRows(PackedBatch batch, int[] rows, Workspace workspace, Parallel parallel);

  /** The memory that its packed weights take, in bytes. */
  long packedBytes();
}
