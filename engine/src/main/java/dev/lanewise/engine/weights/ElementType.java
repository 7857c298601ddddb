package dev.lanewise.engine.weights;

import java.util.Optional;

/** The element types of the safetensors format, under the names it gives them. */
public enum ElementType {
  BOOL(8),
  F4(4),
  F6_E2M3(6),
  F6_E3M2(6),
  U8(8),
  I8(8),
  F8_E5M2(8),
  F8_E4M3(8),
  F8_E8M0(8),
  F8_E4M3FNUZ(8),
  F8_E5M2FNUZ(8),
  I16(16),
  U16(16),
  F16(16),
  BF16(16),
  I32(32),
  U32(32),
  F32(32),
  C64(64),
  F64(64),
  I64(64),
  U64(64);

  private final int bits;

  ElementType(int bits) {
    this.bits = bits;
  }

  /** The size of an element in bits. */
  public int bits() {
    return bits;
  }

  /** Whether elements can be read as floats: fp32, and the half types that widen to it exactly. */
  public boolean isFloat() {
    return this == F32 || this == F16 || this == BF16;
  }

  /** The type of this exact name. */
  public static Optional<ElementType> named(String name) {
    for (ElementType type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
