package dev.lanewise.engine.kernel.vector;

import dev.lanewise.engine.kernel.Storage;

/**
 * The parts of this package's vector code, each of which {@link WarmUp} gets compiled by itself.
 */
enum VectorCode {
  /** Everything that isn't one of the others. */
  FLOATS,
  /** What computes with weights in bf16. */
  BF16,
  /** With weights in f16. */
  F16,
  /** With weights in int8. */
  INT8,
  /** With activations and weights in integers. */
  INTEGERS;

  /** What computes in floating point with weights stored so. */
  static VectorCode of(Storage storage) {
    return switch (storage) {
      case F32 -> FLOATS;
      case BF16 -> BF16;
      case F16 -> F16;
      case INT8 -> INT8;
    };
  }
}
