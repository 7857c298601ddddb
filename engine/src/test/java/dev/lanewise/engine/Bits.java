package dev.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

/** Vectors compared bit by bit, so that 0 and -0 differ. */
final class Bits {
  private Bits() {}

  static int[] of(float[] vector) {
    int[] bits = new int[vector.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(vector[i]);
    }
    return bits;
  }

  static void assertEqual(float[] expected, float[] actual) {
    assertArrayEquals(of(expected), of(actual));
  }

  static void assertEqual(float[] expected, float[] actual, String place) {
    assertArrayEquals(of(expected), of(actual), place);
  }
}
