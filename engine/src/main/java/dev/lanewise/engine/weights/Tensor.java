package dev.lanewise.engine.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A tensor in a weight file: row-major, little-endian, nothing assumed about its alignment.
 *
 * @param file where it stands
 * @param name its name there
 * @param type the type of its elements
 * @param shape its dimensions; none for a scalar
 * @param data its bytes, valid as long as the file is mapped
 */
public record Tensor(Path file, String name, ElementType type, long[] shape, MemorySegment data) {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** The number of elements. */
  public long elements() {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  /**
   * Copies elements as floats; F16 and BF16 widen exactly.
   *
   * @param from the index of the first element
   * @throws IllegalStateException if the elements aren't floats
   */
  public void read(long from, float[] to, int toOffset, int count) {
    switch (type) {
      case F32 -> MemorySegment.copy(data, FLOAT, from * Float.BYTES, to, toOffset, count);
      case F16 -> {
        for (int i = 0; i < count; i++) {
          to[toOffset + i] = Float.float16ToFloat(data.get(SHORT, (from + i) * Short.BYTES));
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          to[toOffset + i] = Float.intBitsToFloat(data.get(SHORT, (from + i) * Short.BYTES) << 16);
        }
      }
      default -> throw new IllegalStateException(this + " holds no floats");
    }
  }

  /**
   * Refuses values that aren't finite: one of them in a layer makes every vector meaningless.
   *
   * @param values what was read
   * @param from the index of its first element in the tensor
   * @throws WeightFormatException if there is one
   */
  public void requireFinite(float[] values, int count, long from) {
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(values[i])) {
        throw new WeightFormatException(
            file, "tensor " + name + " holds " + values[i] + " at index " + (from + i));
      }
    }
  }

  /**
   * Refuses a tensor of floats that holds a value that isn't finite.
   *
   * @throws WeightFormatException if there is one
   */
  public void requireFinite() {
    float[] values = new float[4096];
    long elements = elements();
    for (long from = 0; from < elements; from += values.length) {
      int count = (int) Math.min(values.length, elements - from);
      read(from, values, 0, count);
      requireFinite(values, count, from);
    }
  }

  /** The dimensions as {@code [30522, 384]}. */
  public String shapeText() {
    return shapeText(shape);
  }

  static String shapeText(long... shape) {
    return Arrays.stream(shape)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  @Override
  public String toString() {
    return "tensor " + name + " (" + type + " " + shapeText() + ")";
  }
}
