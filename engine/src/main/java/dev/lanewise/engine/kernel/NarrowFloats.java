package dev.lanewise.engine.kernel;

/** The conversions of {@link Storage}, one value at a time: what vector code has to agree with. */
public final class NarrowFloats {
  /** The largest magnitude of an int8 weight; -128 has no counterpart and is not used. */
  private static final int INT8_MAX = 127;

  private NarrowFloats() {}

  /** The nearest bf16 of a finite value, the even one of two. */
  public static short toBf16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int half = 0x7fff + ((bits >>> 16) & 1);
    return (short) ((bits + half) >>> 16);
  }

  /** Exact. */
  public static float fromBf16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** What int8 weights with the given largest magnitude are multiplied by. */
  public static float int8Scale(float[] weights) {
    float largest = 0;
    for (float weight : weights) {
      largest = Math.max(largest, Math.abs(weight));
    }
    return largest / INT8_MAX;
  }

  /** The nearest int8 weight; {@link #fromInt8} gives its value. */
  public static byte toInt8(float weight, float scale) {
    // A row of zeros, or of values so small that their scale is zero, is a row of zeros.
    return scale == 0
        ? 0
        : (byte) Math.clamp((long) Math.rint(weight / scale), -INT8_MAX, INT8_MAX);
  }

  /** The value of an int8 weight, rounded once. */
  public static float fromInt8(byte weight, float scale) {
    return weight * scale;
  }
}
