package dev.lanewise.weights.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.weights.Fixtures;
import dev.lanewise.weights.GoldenModels;
import dev.lanewise.weights.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightInspectionTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void listsTensorsInTheOrderOfTheirBytes() throws IOException {
    Path file =
        write(
            "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"b\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[12,13]},"
                + "\"a\":{\"dtype\":\"F16\",\"shape\":[2,3],\"data_offsets\":[0,12]}}",
            13);
    WeightInspection inspection = WeightInspection.of(file, false, Progress.NONE);
    assertEquals(
        List.of(
            new TensorSummary("a", "F16", List.of(2L, 3L), 12, Optional.empty()),
            new TensorSummary("b", "U8", List.of(), 1, Optional.empty())),
        inspection.tensors());
    assertEquals(Map.of("format", "pt"), inspection.metadata());
    assertEquals(7, inspection.parameters());
    assertEquals(13, inspection.bytes());
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Path file = write("{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,3]}}", 3);
    Fixtures.assertRefused(
        "has 3 bytes, but F16 [2] takes 4", () -> WeightInspection.of(file, true, Progress.NONE));
  }

  /** The same tensors in each format have the same statistics. */
  @ParameterizedTest
  @CsvSource({
    "zip.bin, PyTorch",
    "legacy.bin, PyTorch (legacy)",
    "expected.safetensors, safetensors"
  })
  void looksAtValues(String name, String format) throws IOException {
    WeightInspection inspection =
        WeightInspection.of(Fixtures.path("tensors/" + name), true, Progress.NONE);
    assertEquals(format, inspection.format());
    assertEquals(new TensorStatistics(-2.5, 8.5, 3, 0, 0), statistics(inspection, "transposed"));
    assertEquals(new TensorStatistics(1, 1, 1, 1, 1), statistics(inspection, "nan"));
    assertEquals(new TensorStatistics(0, 255, 127.5, 0, 0), statistics(inspection, "uint8"));
    assertEquals(new TensorStatistics(-128, 127, -0.5, 0, 0), statistics(inspection, "int8"));
    assertEquals(-1, statistics(inspection, "int64").min());
    assertEquals(0x1p40, statistics(inspection, "int64").max());
    assertEquals(65504, statistics(inspection, "half").max());
    assertEquals(-2, statistics(inspection, "bfloat16").min());
    assertEquals(0, statistics(inspection, "bool").min());
    assertTrue(Double.isNaN(statistics(inspection, "empty").min()));
  }

  @Test
  void findsTheWeightsOfAFolder() throws IOException {
    WeightInspection shards =
        WeightInspection.of(GoldenModels.folder("f16-shards"), false, Progress.NONE);
    assertTrue(shards.format().matches("safetensors, [2-9] shards"), shards.format());
    WeightInspection gguf =
        WeightInspection.of(Fixtures.path("tiny/q8_0.gguf"), true, Progress.NONE);
    assertEquals("bert", gguf.metadata().get("general.architecture"));
    assertTrue(gguf.tensors().stream().anyMatch(tensor -> tensor.type().equals("Q8_0")));
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Fixtures.assertRefused(
        "holds no weights that are known", () -> WeightInspection.of(empty, false, Progress.NONE));
  }

  /** More than a buffer can hold: mapped, and looked through in pieces. */
  @Test
  void memoryDoesntGrowWithTheFile() throws IOException {
    long elements = (2L << 30) + 12_345;
    Path file = folder.resolve("model.safetensors");
    String header =
        "{\"a\":{\"dtype\":\"I8\",\"shape\":["
            + elements
            + "],\"data_offsets\":[0,"
            + elements
            + "]}}";
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      ByteBuffer start = ByteBuffer.allocate(8 + header.length()).order(ByteOrder.LITTLE_ENDIAN);
      start.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8)).flip();
      channel.write(start);
      channel.write(ByteBuffer.wrap(new byte[] {7}), 8 + header.length() + elements - 1);
    }
    AtomicLong reached = new AtomicLong();
    WeightInspection inspection = WeightInspection.of(file, true, (done, _) -> reached.set(done));
    assertEquals(elements, inspection.parameters());
    assertEquals(7, statistics(inspection, "a").max());
    assertEquals(elements, reached.get());
  }

  private static TensorStatistics statistics(WeightInspection inspection, String name) {
    return inspection.tensors().stream()
        .filter(tensor -> tensor.name().equals(name))
        .findAny()
        .orElseThrow()
        .statistics()
        .orElseThrow();
  }

  private Path write(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    return Files.write(folder.resolve("model.safetensors"), bytes.array());
  }
}
