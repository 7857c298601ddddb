package dev.lanewise.engine.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes the safetensors format: the header first, then the tensors' bytes in the order in which
 * they were declared.
 */
public final class SafetensorsWriter {
  /** What readers expect data to begin at a multiple of. */
  private static final int ALIGNMENT = 8;

  private static final String METADATA = "__metadata__";

  private final StringBuilder header = new StringBuilder("{");
  private final Set<String> names = new HashSet<>();
  private long end;

  /**
   * @param metadata free strings to carry along
   * @throws IllegalArgumentException if one of them holds a lone surrogate
   */
  public SafetensorsWriter(Map<String, String> metadata) {
    if (!metadata.isEmpty()) {
      quote(METADATA);
      header.append(":{");
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

  /**
   * Declares the next tensor.
   *
   * @throws IllegalArgumentException if no reader would accept it: its name is taken or holds a
   *     lone surrogate, a dimension is negative, or its elements don't fill whole bytes
   * @throws ArithmeticException if it is larger than a file can be
   */
  public SafetensorsWriter declare(String name, ElementType type, long... shape) {
    if (name.equals(METADATA) || !names.add(name)) {
      throw new IllegalArgumentException("the tensor name is taken: " + name);
    }
    long bits = type.bits();
    for (long dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException(
            "a dimension of " + name + " is negative: " + Tensor.shapeText(shape));
      }
      bits = Math.multiplyExact(bits, dimension);
    }
    if (bits % Byte.SIZE != 0) {
      throw new IllegalArgumentException(
          name + " doesn't fill whole bytes: " + type + " " + Tensor.shapeText(shape));
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
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException("a lone surrogate has no UTF-8 form: " + text);
    }
    header.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        header.append('\\').append(c);
      } else if (c < ' ') {
        header.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        header.append(c);
      }
    }
    header.append('"');
  }
}
