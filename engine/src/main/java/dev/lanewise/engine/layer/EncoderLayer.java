package dev.lanewise.engine.layer;

import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.parallel.Parallel;

/** One of an encoder's layers. */
public interface EncoderLayer {
  /** Replaces the workspace's hidden states by the next layer's. */
  void forward(PackedBatch batch, Workspace workspace, Parallel parallel);

  /** The memory that its packed weights take, in bytes. */
  long packedBytes();
}
