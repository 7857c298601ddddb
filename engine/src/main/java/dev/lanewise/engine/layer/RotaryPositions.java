package dev.lanewise.engine.layer;

/**
 * Rotary position embeddings (Su et al. 2021): the first half of a head's slice holds one component
 * of as many points in the plane as it is wide, the second half the other; each point is turned by
 * an angle that grows with the position, at a speed of its own.
 *
 * <p>Angles are rounded to fp32 where the reference rounds them, since at the end of a long text
 * their last bit is what the cosine hangs on. Plain loops: this is less than a hundredth of a
 * layer's work, and so there is one definition for every kernel. Immutable but for a table that
 * grows with the longest sequence seen.
 */
public final class RotaryPositions {
  /** The positions of the first table; later ones have twice as many as the one before. */
  private static final int FIRST_POSITIONS = 512;

  private final float[] speeds; // [headSize / 2], radians per position
  private volatile Table table;

  /**
   * Cosines and sines.
   *
   * @param cos {@code [positions][headSize / 2]}
   * @param sin {@code [positions][headSize / 2]}
   */
  private record Table(float[] cos, float[] sin) {}

  private RotaryPositions(float[] speeds) {
    this.speeds = speeds;
    this.table = table(speeds, FIRST_POSITIONS);
  }

  /**
   * Point {@code i} turns by {@code base^(-2i / headSize)} radians a position.
   *
   * @param headSize even
   */
  public static RotaryPositions of(double base, int headSize) {
    return new RotaryPositions(speeds(base, headSize));
  }

  /**
   * The same for texts {@code factor} times as long as the model was trained with, in the fixed
   * form of NTK scaling (Su 2023, kexue.fm/archives/9706): {@code (base · factor)^(-2i / headSize)
   * / factor^(2 / headSize)}.
   */
  public static RotaryPositions ntkScaled(double base, double factor, int headSize) {
    float[] speeds = speeds(base * factor, headSize);
    float divisor = (float) Math.pow(factor, 2.0 / headSize);
    for (int i = 0; i < speeds.length; i++) {
      speeds[i] /= divisor;
    }
    return new RotaryPositions(speeds);
  }

  private static float[] speeds(double base, int headSize) {
    if (headSize % 2 != 0) {
      throw new IllegalArgumentException("rotary positions need an even head size: " + headSize);
    }
    float[] speeds = new float[headSize / 2];
    for (int i = 0; i < speeds.length; i++) {
      float exponent = 2 * i / (float) headSize;
      speeds[i] = 1 / (float) Math.pow((float) base, exponent);
    }
    return speeds;
  }

  private static Table table(float[] speeds, int positions) {
    int size = Math.multiplyExact(positions, speeds.length);
    float[] cos = new float[size];
    float[] sin = new float[size];
    for (int position = 0; position < positions; position++) {
      for (int i = 0; i < speeds.length; i++) {
        float angle = position * speeds[i];
        cos[position * speeds.length + i] = (float) Math.cos(angle);
        sin[position * speeds.length + i] = (float) Math.sin(angle);
      }
    }
    return new Table(cos, sin);
  }

  /** Makes room in the table, before threads work with it. */
  void reserve(int positions) {
    if (positions > available()) {
      grow(positions);
    }
  }

  private synchronized void grow(int positions) {
    // Somebody else may have been faster; a table never gets shorter.
    if (positions > available()) {
      table = table(speeds, Math.max(positions, 2 * available()));
    }
  }

  private int available() {
    return table.cos().length / speeds.length;
  }

  /**
   * Turns a head's slice of some rows at successive positions, in place.
   *
   * @param x the slice of the first row from {@code offset} on, the others {@code stride} apart
   * @param position that of the first row; that of the last must have been reserved
   */
  void rotate(float[] x, int offset, int stride, int rows, int position) {
    int half = speeds.length;
    Table current = table;
    for (int row = 0; row < rows; row++) {
      turn(x, offset + row * stride, half, current.cos(), current.sin(), (position + row) * half);
    }
  }

  private static void turn(float[] x, int at, int half, float[] cos, float[] sin, int angle) {
    for (int i = 0; i < half; i++) {
      float a = x[at + i];
      float b = x[at + half + i];
      float c = cos[angle + i];
      float s = sin[angle + i];
      x[at + i] = a * c - b * s;
      x[at + half + i] = b * c + a * s;
    }
  }
}
