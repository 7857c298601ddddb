package dev.lanewise.engine.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A tensor in a weight file: row-major, little-endian, nothing assumed about its alignment.
 *
 * @param file where it stands
 * @param name its name there
 * @param type the type of its elements
 * @param shape its dimensions; none for a scalar
 * @param data its bytes, valid as long as the file is mapped
 * @param scales F32 {@code [rows]} of an I8 matrix that stands for floats: what the elements of
 *     each row are multiplied by; see {@link Int8Weights}
 */
public record Tensor(
    Path file,
    String name,
    ElementType type,
    long[] shape,
    MemorySegment data,
    Optional<Tensor> scales) {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** A tensor whose elements are its values. */
  public Tensor(Path file, String name, ElementType type, long[] shape, MemorySegment data) {
    this(file, name, type, shape, data, Optional.empty());
  }

  /** Whether its values can be read as floats. */
  public boolean holdsFloats() {
    return type.isFloat() || scales.isPresent();
  }

  /** The bytes that it takes in its file, those of its scales included. */
  public long bytes() {
    return data.byteSize() + scales.map(Tensor::bytes).orElse(0L);
  }

  /** The scale of a row of an I8 matrix that has scales. */
  public float scale(long row) {
    return scales.orElseThrow().data().get(FLOAT, row * Float.BYTES);
  }

  /** The number of elements. */
  public long elements() {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  /**
   * Copies elements as floats; F16 and BF16 widen exactly, I8 is multiplied by its row's scale.
   *
   * @param from the index of the first element
   * @throws IllegalStateException if the elements aren't floats
   * @throws WeightFormatException if an I8 element is -128, which stands for nothing
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
      case I8 -> readScaled(from, to, toOffset, count);
      default -> throw noFloats();
    }
  }

  private void readScaled(long from, float[] to, int toOffset, int count) {
    if (scales.isEmpty()) {
      throw noFloats();
    }
    long columns = shape[1];
    int done = 0;
    while (done < count) {
      long first = from + done;
      long row = first / columns;
      int inRow = (int) Math.min(count - done, (row + 1) * columns - first);
      float scale = scale(row);
      for (int i = 0; i < inRow; i++) {
        byte value = data.get(ValueLayout.JAVA_BYTE, first + i);
        if (value == Byte.MIN_VALUE) {
          throw new WeightFormatException(
              file, "tensor " + name + " holds -128 at index " + (first + i));
        }
        to[toOffset + done + i] = value * scale;
      }
      done += inRow;
    }
  }

  private IllegalStateException noFloats() {
    return new IllegalStateException(this + " holds no floats");
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
