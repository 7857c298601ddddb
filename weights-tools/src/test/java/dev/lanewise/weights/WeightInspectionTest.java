package dev.lanewise.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    WeightInspection inspection = WeightInspection.of(file);
    assertEquals(
        List.of(
            new TensorSummary("a", "F16", List.of(2L, 3L), 12),
            new TensorSummary("b", "U8", List.of(), 1)),
        inspection.tensors());
    assertEquals(Map.of("format", "pt"), inspection.metadata());
    assertEquals(7, inspection.parameters());
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Path file = write("{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,3]}}", 3);
    Exception e = assertThrows(IllegalArgumentException.class, () -> WeightInspection.of(file));
    assertTrue(String.valueOf(e.getMessage()).contains("has 3 bytes, but F16 [2] takes 4"));
  }

  private Path write(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    return Files.write(folder.resolve("model.safetensors"), bytes.array());
  }
}
