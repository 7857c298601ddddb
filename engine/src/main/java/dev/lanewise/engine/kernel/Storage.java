package dev.lanewise.engine.kernel;

import java.util.Locale;

/**
 * How the weights of a linear layer are held in memory. Arithmetic is fp32 with each: a narrow
 * weight is widened when it is used, by the operations given here, in every kernel alike.
 */
public enum Storage {
  /** IEEE 754 binary32, as it is. */
  F32(4),
  /** The upper half of binary32, rounded to nearest even. */
  BF16(2),
  /** IEEE 754 binary16, rounded to nearest even. */
  F16(2),
  /** Integers from -127 to 127 and a scale for each output: symmetric, the largest weight exact. */
  INT8(1);

  private final int bytes;

  Storage(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of a weight. */
  public int bytes() {
    return bytes;
  }

  /**
   * The storage of this name: {@code f32}, {@code bf16}, {@code f16} or {@code int8}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Storage of(String name) {
    for (Storage storage : values()) {
      if (storage.toString().equals(name)) {
        return storage;
      }
    }
    throw new IllegalArgumentException(
        "unknown storage of weights \"" + name + "\", expected f32, bf16, f16 or int8");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
