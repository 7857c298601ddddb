package dev.lanewise.engine.kernel;

/**
 * The order in which every kernel sums along a row: element {@code i} goes to partial sum {@code i
 * mod 16}, in ascending order; then the upper half of the partial sums is added to the lower half
 * until one is left.
 *
 * <p>Sixteen is the widest vector's lanes; narrower ones hold the partial sums in two or four
 * registers.
 */
public final class LaneSum {
  /** The number of partial sums. */
  public static final int LANES = 16;

  private LaneSum() {}

  /** Adds sixteen partial sums up; they are overwritten. */
  public static float reduce(float[] lanes) {
    for (int width = LANES / 2; width > 0; width /= 2) {
      for (int i = 0; i < width; i++) {
        lanes[i] += lanes[i + width];
      }
    }
    return lanes[0];
  }
}
