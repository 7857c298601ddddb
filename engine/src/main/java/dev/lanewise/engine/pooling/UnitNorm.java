package dev.lanewise.engine.pooling;

/** Scales vectors to length one. */
public final class UnitNorm {
  /** Shorter vectors are divided by this instead of by their length; a zero vector stays zero. */
  private static final float SMALLEST_LENGTH = 1e-12f;

  private UnitNorm() {}

  /** Scales a vector in place to Euclidean length one. */
  public static void normalize(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    float length = Math.max((float) Math.sqrt(squares), SMALLEST_LENGTH);
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= length;
    }
  }
}
