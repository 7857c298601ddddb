package dev.lanewise.weights.files;

import dev.lanewise.engine.files.AtomicFile;
import dev.lanewise.engine.weights.SafetensorsWriter;
import dev.lanewise.weights.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Writes safetensors files. */
public final class SafetensorsOutput {
  private static final Comparator<OutputTensor> ORDER =
      Comparator.comparingInt((OutputTensor each) -> each.type().bits())
          .reversed()
          .thenComparing(OutputTensor::name);

  private SafetensorsOutput() {}

  /**
   * Writes a file that appears when it is complete. Tensors of wide elements come first, so that
   * every one is aligned to its element, and among them order is by name, so that the same tensors
   * are the same file.
   *
   * @throws IllegalArgumentException if two tensors have one name
   */
  public static void write(
      Path file, Map<String, String> metadata, List<OutputTensor> tensors, Progress progress)
      throws IOException {
    List<OutputTensor> ordered = new ArrayList<>(tensors);
    ordered.sort(ORDER);
    SafetensorsWriter writer = new SafetensorsWriter(metadata);
    long total = 0;
    for (OutputTensor tensor : ordered) {
      writer.declare(tensor.name(), tensor.type(), tensor.shape());
      total += bytes(tensor);
    }
    try (AtomicFile output = AtomicFile.create(file)) {
      Counted channel = new Counted(output.channel(), total, progress);
      writer.writeHeader(output.channel());
      for (OutputTensor tensor : ordered) {
        long end = channel.written + bytes(tensor);
        tensor.content().writeTo(channel);
        if (channel.written != end) {
          // Anything else would shift all that follows.
          throw new IllegalStateException(
              tensor.name() + " is " + (channel.written - end) + " bytes longer than declared");
        }
      }
      output.commit();
    }
  }

  private static long bytes(OutputTensor tensor) {
    long bits = tensor.type().bits();
    for (long dimension : tensor.shape()) {
      bits *= dimension;
    }
    return bits / Byte.SIZE;
  }

  /** Counts what is written. */
  private static final class Counted implements WritableByteChannel {
    private final FileChannel channel;
    private final long total;
    private final Progress progress;
    private long written;

    Counted(FileChannel channel, long total, Progress progress) {
      this.channel = channel;
      this.total = total;
      this.progress = progress;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      int count = channel.write(bytes);
      written += count;
      progress.reached(written, total);
      return count;
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
