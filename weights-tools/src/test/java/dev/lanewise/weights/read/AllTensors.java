package dev.lanewise.weights.read;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads all that a weight file holds, and fails where that is more than the file justifies. */
public final class AllTensors {
  /** The most that a byte of a file becomes, as in a tensor of strides that say so. */
  private static final long MAX_RATIO = 64;

  private AllTensors() {}

  /**
   * Reads a file.
   *
   * @throws dev.lanewise.weights.ModelFileException if it is refused
   */
  public static void read(Path file) throws IOException {
    long size = Files.size(file);
    try (Arena arena = Arena.ofShared()) {
      for (SourceTensor tensor : WeightSources.open(file, arena).tensors()) {
        if (tensor.type().isPresent()) {
          tensor.content().writeTo(new Limited(MAX_RATIO * size));
        }
      }
    }
  }

  /** Fails where a tensor is larger than its file can justify. */
  private static final class Limited implements WritableByteChannel {
    private long left;

    Limited(long limit) {
      this.left = limit;
    }

    @Override
    public int write(ByteBuffer bytes) {
      int count = bytes.remaining();
      left -= count;
      if (left < 0) {
        throw new IllegalStateException("a tensor is far larger than its file");
      }
      bytes.position(bytes.limit());
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // Nothing to give back.
    }
  }
}
