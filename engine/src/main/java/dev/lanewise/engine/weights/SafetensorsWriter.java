package dev.lanewise.engine.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the safetensors format: the header first, then the tensors' bytes in the order in which
 * they were declared.
 */
public final class SafetensorsWriter {
  /** What readers expect data to begin at a multiple of. */
  private static final int ALIGNMENT = 8;

  private final StringBuilder header = new StringBuilder("{");
  private long end;

  /**
   * @param metadata free strings to carry along
   */
  public SafetensorsWriter(Map<String, String> metadata) {
    if (!metadata.isEmpty()) {
      header.append("\"__metadata__\":{");
      String separator = "";
      for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
        header.append(separator);
        quote(entry.getKey());
        header.append(':');
        quote(entry.getValue());
        separator = ",";
      }
      header.append('}');
    }
  }

  /** Declares the next tensor. */
  public SafetensorsWriter declare(String name, ElementType type, long... shape) {
    long bits = type.bits();
    for (long dimension : shape) {
      bits = Math.multiplyExact(bits, dimension);
    }
    long begin = end;
    end = Math.addExact(end, bits / Byte.SIZE);
    if (header.length() > 1) {
      header.append(',');
    }
    quote(name);
    header.append(":{\"dtype\":\"").append(type).append("\",\"shape\":");
    header.append(Tensor.shapeText(shape).replace(" ", ""));
    header.append(",\"data_offsets\":[").append(begin).append(',').append(end).append("]}");
    return this;
  }

  /** Writes the header; the bytes of the declared tensors have to follow, in order. */
  public void writeHeader(WritableByteChannel channel) throws IOException {
    byte[] json = (header + "}").getBytes(StandardCharsets.UTF_8);
    int padded = Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT;
    ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(padded).put(json);
    while (buffer.hasRemaining()) {
      buffer.put((byte) ' ');
    }
    writeFully(channel, buffer.flip());
  }

  /** Writes all that is left of a buffer. */
  public static void writeFully(WritableByteChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private void quote(String text) {
    header.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        header.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        header.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        header.append(c);
      }
    }
    header.append('"');
  }
}
