package dev.lanewise.weights.read.gguf;

import dev.lanewise.engine.weights.ElementType;
import java.util.Optional;

/** GGUF's tensor types; elements are kept in blocks. */
enum GgufType {
  F32(0, 1, 4, ElementType.F32),
  F16(1, 1, 2, ElementType.F16),
  Q4_0(2, 32, 18),
  Q4_1(3, 32, 20),
  Q5_0(6, 32, 22),
  Q5_1(7, 32, 24),
  /** An f16 scale and 32 integers of 8 bits; read as fp32. */
  Q8_0(8, 32, 34, ElementType.F32),
  Q2_K(10, 256, 84),
  Q3_K(11, 256, 110),
  Q4_K(12, 256, 144),
  Q5_K(13, 256, 176),
  Q6_K(14, 256, 210),
  I8(24, 1, 1, ElementType.I8),
  I16(25, 1, 2, ElementType.I16),
  I32(26, 1, 4, ElementType.I32),
  I64(27, 1, 8, ElementType.I64),
  F64(28, 1, 8, ElementType.F64),
  BF16(30, 1, 2, ElementType.BF16);

  private final int code;
  private final int blockElements;
  private final int blockBytes;
  private final Optional<ElementType> readAs;

  GgufType(int code, int blockElements, int blockBytes) {
    this(code, blockElements, blockBytes, Optional.empty());
  }

  GgufType(int code, int blockElements, int blockBytes, ElementType readAs) {
    this(code, blockElements, blockBytes, Optional.of(readAs));
  }

  GgufType(int code, int blockElements, int blockBytes, Optional<ElementType> readAs) {
    this.code = code;
    this.blockElements = blockElements;
    this.blockBytes = blockBytes;
    this.readAs = readAs;
  }

  static Optional<GgufType> of(long code) {
    for (GgufType type : values()) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  int blockElements() {
    return blockElements;
  }

  int blockBytes() {
    return blockBytes;
  }

  /** What its elements are read as, if they are understood. */
  Optional<ElementType> readAs() {
    return readAs;
  }
}
