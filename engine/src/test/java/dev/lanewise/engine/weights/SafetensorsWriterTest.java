package dev.lanewise.engine.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What can't be read back must not be written. */
@Tag("once")
class SafetensorsWriterTest {
  private final SafetensorsWriter writer = new SafetensorsWriter(Map.of());

  @Test
  void beginsDataAtAMultipleOfEight() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new SafetensorsWriter(Map.of("b", "2", "a", "1"))
        .declare("x", ElementType.F32, 2, 3)
        .declare("y", ElementType.U8)
        .writeHeader(Channels.newChannel(bytes));
    ByteBuffer header = ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(0, bytes.size() % 8);
    assertEquals(bytes.size() - 8, header.getLong());
    assertEquals(
        "{\"__metadata__\":{\"a\":\"1\",\"b\":\"2\"},"
            + "\"x\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
            + "\"y\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[24,25]}}",
        StandardCharsets.UTF_8.decode(header).toString().strip());
  }

  @Test
  void refusesANameTwice() {
    writer.declare("a", ElementType.F32, 1);
    assertThrows(IllegalArgumentException.class, () -> writer.declare("a", ElementType.F32, 1));
  }

  @Test
  void refusesTheNameOfTheMetadata() {
    assertThrows(
        IllegalArgumentException.class, () -> writer.declare("__metadata__", ElementType.F32, 1));
  }

  @Test
  void refusesANameThatHasNoUtf8Form() {
    assertThrows(
        IllegalArgumentException.class, () -> writer.declare("a\ud800", ElementType.F32, 1));
    Map<String, String> metadata = Map.of("a", "\udc00");
    assertThrows(IllegalArgumentException.class, () -> new SafetensorsWriter(metadata));
  }

  @Test
  void refusesANegativeDimension() {
    assertThrows(
        IllegalArgumentException.class, () -> writer.declare("a", ElementType.F32, -1, -1));
  }

  @Test
  void refusesElementsThatDoNotFillWholeBytes() {
    assertThrows(IllegalArgumentException.class, () -> writer.declare("a", ElementType.F4, 3));
  }

  @Test
  void refusesAShapeThatOverflows() {
    assertThrows(
        ArithmeticException.class,
        () -> writer.declare("a", ElementType.F32, Long.MAX_VALUE / 8, 2));
  }
}
