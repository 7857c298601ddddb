package dev.lanewise.weights.read.onnx;

import dev.lanewise.engine.weights.ElementType;
import java.util.Optional;

/** ONNX's element types that safetensors has too. */
enum OnnxType {
  FLOAT(1, ElementType.F32),
  UINT8(2, ElementType.U8),
  INT8(3, ElementType.I8),
  UINT16(4, ElementType.U16),
  INT16(5, ElementType.I16),
  INT32(6, ElementType.I32),
  INT64(7, ElementType.I64),
  BOOL(9, ElementType.BOOL),
  FLOAT16(10, ElementType.F16),
  DOUBLE(11, ElementType.F64),
  UINT32(12, ElementType.U32),
  UINT64(13, ElementType.U64),
  BFLOAT16(16, ElementType.BF16);

  private final int code;
  private final ElementType type;

  OnnxType(int code, ElementType type) {
    this.code = code;
    this.type = type;
  }

  ElementType type() {
    return type;
  }

  /** The type of this number. */
  static Optional<OnnxType> of(long code) {
    for (OnnxType type : values()) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
