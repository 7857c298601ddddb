package dev.lanewise.engine.weights;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
class Int8WeightsTest {
  private static final Map<String, String> MARKED = Map.of("lanewise.int8", "rows-symmetric-1");
  private static final byte[] INTEGERS = {1, -127, 0, 127, 2, 3};

  @TempDir private Path folder = Path.of("");

  @Test
  void widensByTheRowsScale() throws IOException {
    write(MARKED, ElementType.I8, new long[] {2, 3}, INTEGERS, 0.5f, 3);
    try (Arena arena = Arena.ofConfined()) {
      Map<String, Tensor> tensors = WeightFiles.open(folder, arena);
      assertEquals(Set.of("a.weight"), tensors.keySet());
      Tensor tensor = requireNonNull(tensors.get("a.weight"));
      assertTrue(tensor.holdsFloats());
      assertEquals(6 + 8, tensor.bytes());
      assertEquals(6, tensor.elements());
      float[] values = new float[7];
      tensor.read(0, values, 1, 6);
      assertArrayEquals(new float[] {0, 0.5f, -63.5f, 0, 381, 6, 9}, values);
      float[] across = new float[3];
      tensor.read(2, across, 0, 3);
      assertArrayEquals(new float[] {0, 381, 6}, across);
      assertEquals(tensor, NamedTensors.of(folder, tensors).scope("a").get("weight", 2, 3));
    }
  }

  @Test
  void withoutTheMarkIntegersAreIntegers() throws IOException {
    write(Map.of(), ElementType.I8, new long[] {2, 3}, INTEGERS, 0.5f, 3);
    try (Arena arena = Arena.ofConfined()) {
      Map<String, Tensor> tensors = WeightFiles.open(folder, arena);
      assertEquals(Set.of("a.weight", "a.weight.scale"), tensors.keySet());
      assertFalse(requireNonNull(tensors.get("a.weight")).holdsFloats());
      Exception e =
          assertThrows(
              WeightFormatException.class,
              () -> NamedTensors.of(folder, tensors).get("a.weight", 2, 3));
      assertTrue(String.valueOf(e.getMessage()).contains("has type I8, not a float type"));
    }
  }

  @Test
  void refusesWhatIsNotAsItSays() throws IOException {
    long[] shape = {2, 3};
    Map<String, String> other = Map.of("lanewise.int8", "rows-asymmetric-2");
    assertRefused("unknown version \"rows-asymmetric-2\"", other, shape, INTEGERS, 1, 1);
    assertRefused("lacks tensor a.weight.scale beside", MARKED, shape, INTEGERS);
    assertRefused("(F32 [3]) doesn't hold the F32 scales", MARKED, shape, INTEGERS, 1, 1, 1);
    assertRefused("is not a matrix", MARKED, new long[] {6}, INTEGERS, 1, 1);
    assertRefused("holds NaN at index 1", MARKED, shape, INTEGERS, 1, Float.NaN);
    assertRefused("holds Infinity at index 0", MARKED, shape, INTEGERS, Float.POSITIVE_INFINITY, 1);
    assertRefused("holds -1.0 at index 1", MARKED, shape, INTEGERS, 1, -1);
    assertRefused("holds -0.0 at index 0", MARKED, shape, INTEGERS, -0.0f, 1);
  }

  /** It is found when it is read: of word embeddings few rows ever are. */
  @Test
  void refusesTheIntegerThatStandsForNothing() throws IOException {
    byte[] integers = INTEGERS.clone();
    integers[4] = -128;
    write(MARKED, ElementType.I8, new long[] {2, 3}, integers, 1, 1);
    try (Arena arena = Arena.ofConfined()) {
      Tensor tensor = requireNonNull(WeightFiles.open(folder, arena).get("a.weight"));
      Exception e = assertThrows(WeightFormatException.class, tensor::requireFinite);
      assertTrue(
          String.valueOf(e.getMessage())
              .endsWith("model.safetensors: tensor a.weight holds -128 at index 4"),
          e.getMessage());
    }
  }

  private void assertRefused(
      String said, Map<String, String> metadata, long[] shape, byte[] integers, float... scales)
      throws IOException {
    write(metadata, ElementType.I8, shape, integers, scales);
    try (Arena arena = Arena.ofConfined()) {
      Exception e =
          assertThrows(WeightFormatException.class, () -> WeightFiles.open(folder, arena));
      assertTrue(String.valueOf(e.getMessage()).contains(said), e.getMessage());
    }
  }

  private void write(
      Map<String, String> metadata, ElementType type, long[] shape, byte[] bytes, float... scales)
      throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter(metadata);
    ByteBuffer data =
        ByteBuffer.allocate(scales.length * Float.BYTES + bytes.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    if (scales.length > 0) {
      writer.declare("a.weight.scale", ElementType.F32, scales.length);
    }
    writer.declare("a.weight", type, shape);
    for (float scale : scales) {
      data.putFloat(scale);
    }
    data.put(bytes).flip();
    Path file = folder.resolve("model.safetensors");
    Files.deleteIfExists(file);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writer.writeHeader(channel);
      SafetensorsWriter.writeFully(channel, data);
    }
  }
}
