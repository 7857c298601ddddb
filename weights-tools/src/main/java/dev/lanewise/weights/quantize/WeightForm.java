package dev.lanewise.weights.quantize;

import dev.lanewise.engine.weights.ElementType;
import java.util.Locale;

/** The forms of a weight. */
public enum WeightForm {
  /** IEEE 754 binary32. */
  F32(ElementType.F32),
  /** The upper half of binary32, rounded to nearest even. */
  BF16(ElementType.BF16),
  /** IEEE 754 binary16, rounded to nearest even. */
  F16(ElementType.F16),
  /** Integers from -127 to 127 and a scale for each row. */
  INT8(ElementType.I8);

  private final ElementType type;

  WeightForm(ElementType type) {
    this.type = type;
  }

  /** The type of the elements in the file. */
  ElementType type() {
    return type;
  }

  /**
   * The form of this name: {@code f32}, {@code bf16}, {@code f16} or {@code int8}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static WeightForm of(String name) {
    for (WeightForm form : values()) {
      if (form.toString().equals(name)) {
        return form;
      }
    }
    throw new IllegalArgumentException(
        "unknown form of weights \"" + name + "\", expected f32, bf16, f16 or int8");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
