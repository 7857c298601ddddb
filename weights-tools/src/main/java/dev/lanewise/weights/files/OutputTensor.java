package dev.lanewise.weights.files;

import dev.lanewise.engine.weights.ElementType;
import dev.lanewise.engine.weights.SafetensorsWriter;
import dev.lanewise.engine.weights.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.WritableByteChannel;

/**
 * A tensor of a file that is to be written.
 *
 * @param name its name
 * @param type the type of its elements
 * @param shape its dimensions
 * @param content writes its elements, row-major and little-endian; called once
 */
public record OutputTensor(String name, ElementType type, long[] shape, Content content) {
  /** Bytes written at once. */
  private static final long BLOCK = 1 << 20;

  /** Where a tensor's bytes come from. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of them. */
    void writeTo(WritableByteChannel channel) throws IOException;
  }

  /** A tensor whose bytes are taken over as they are. */
  public static OutputTensor copyOf(Tensor tensor) {
    return copyOf(tensor.name(), tensor.type(), tensor.shape(), tensor.data());
  }

  /** A tensor whose bytes are there. */
  public static OutputTensor copyOf(
      String name, ElementType type, long[] shape, MemorySegment data) {
    return new OutputTensor(
        name,
        type,
        shape,
        channel -> {
          // In pieces: a buffer can't be larger than 2 GB, and the channel may copy it whole.
          for (long from = 0; from < data.byteSize(); from += BLOCK) {
            MemorySegment block = data.asSlice(from, Math.min(BLOCK, data.byteSize() - from));
            SafetensorsWriter.writeFully(channel, block.asByteBuffer());
          }
        });
  }
}
