package dev.lanewise.weights.read.torch;

import dev.lanewise.engine.weights.SafetensorsWriter;
import dev.lanewise.weights.files.OutputTensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Writes the elements of a view one after the other.
 *
 * @param data the elements of the storage
 * @param width bytes of an element
 */
record StridedContent(TorchTensor tensor, MemorySegment data, int width)
    implements OutputTensor.Content {
  private static final int BLOCK = 1 << 16;

  @Override
  public void writeTo(WritableByteChannel channel) throws IOException {
    long[] size = tensor.size();
    long elements = 1;
    for (long dimension : size) {
      elements *= dimension;
    }
    ByteBuffer buffer = ByteBuffer.allocate(BLOCK);
    MemorySegment block = MemorySegment.ofBuffer(buffer);
    long[] index = new long[size.length];
    long from = tensor.offset();
    for (long done = 0; done < elements; done++) {
      MemorySegment.copy(data, from * width, block, buffer.position(), width);
      buffer.position(buffer.position() + width);
      if (buffer.remaining() < width) {
        SafetensorsWriter.writeFully(channel, buffer.flip());
        buffer.clear();
      }
      // The next element in row-major order: count up from the last dimension.
      for (int d = size.length - 1; d >= 0; d--) {
        from += tensor.stride()[d];
        if (++index[d] < size[d]) {
          break;
        }
        from -= index[d] * tensor.stride()[d];
        index[d] = 0;
      }
    }
    SafetensorsWriter.writeFully(channel, buffer.flip());
  }

  /** What writes a tensor's elements. */
  static OutputTensor.Content of(TorchTensor tensor, MemorySegment storage) {
    int width = tensor.storage().type().bits() / Byte.SIZE;
    MemorySegment data =
        storage.asSlice(tensor.storage().offset() * width, tensor.storage().elements() * width);
    if (!tensor.isContiguous()) {
      return new StridedContent(tensor, data, width);
    }
    long bytes = width;
    for (long dimension : tensor.size()) {
      bytes *= dimension;
    }
    MemorySegment elements =
        bytes == 0 ? data.asSlice(0, 0) : data.asSlice(tensor.offset() * width, bytes);
    return OutputTensor.copyOf("", tensor.storage().type(), tensor.size(), elements).content();
  }
}
