package dev.lanewise.engine.weights;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
class SafetensorsFileTest {
  @TempDir Path folder;

  @Test
  void readsBehindWhatAnIntCanCount() throws IOException {
    long elements = 1_500_000_000L;
    Path path = folder.resolve("large.safetensors");
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      new SafetensorsWriter(Map.of())
          .declare("large", ElementType.F32, 3, elements / 3)
          .declare("last", ElementType.F32, 1)
          .writeHeader(channel);
      ByteBuffer end = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      end.putFloat(1.25f).putFloat(2.5f).flip();
      channel.write(end, channel.position() + (elements - 1) * Float.BYTES);
    }
    try (Arena arena = Arena.ofConfined()) {
      Map<String, Tensor> tensors = SafetensorsFile.open(path, arena).tensors();
      float[] values = new float[3];
      requireNonNull(tensors.get("large")).read(elements - 2, values, 0, 2);
      requireNonNull(tensors.get("last")).read(0, values, 2, 1);
      assertArrayEquals(new float[] {0, 1.25f, 2.5f}, values);
    }
  }

  @Test
  void saysThatThereIsNoSuchFile() {
    Path path = folder.resolve("missing");
    assertEquals(path + ": there is no such file", unreadable(path).getMessage());
  }

  @Test
  void isNotOpenedByAnInterruptedThread() throws IOException {
    Path path = Files.write(folder.resolve("file"), new byte[8]);
    Thread.currentThread().interrupt();
    try {
      assertEquals(
          path + ": the thread was interrupted while opening it", unreadable(path).getMessage());
    } finally {
      assertTrue(Thread.interrupted(), "the interrupt is kept");
    }
  }

  private static UncheckedIOException unreadable(Path path) {
    try (Arena arena = Arena.ofConfined()) {
      return assertThrows(
          UncheckedIOException.class, () -> SafetensorsFile.open(path, arena).tensors());
    }
  }
}
