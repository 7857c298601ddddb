package dev.lanewise.engine.layer;

/**
 * ALiBi (Press et al. 2021) in both directions: a score falls with the distance, in each head at a
 * rate of its own.
 */
public final class LinearBias implements ScoreBias {
  private final float[] slopes; // [heads]

  private LinearBias(float[] slopes) {
    this.slopes = slopes;
  }

  /**
   * The paper's slopes: for a power of two a geometric sequence down to 2^-8; for other numbers
   * that of the power below, and then every second one of the power above.
   */
  public static LinearBias of(int heads) {
    float[] slopes = new float[heads];
    int power = Integer.highestOneBit(heads);
    for (int i = 0; i < heads; i++) {
      slopes[i] = (float) (i < power ? slope(i, power) : slope(2 * (i - power), 2 * power));
    }
    return new LinearBias(slopes);
  }

  private static double slope(int i, int power) {
    return Math.pow(2, -8.0 * (i + 1) / power);
  }

  @Override
  public void fill(int head, int first, int count, float[] biases) {
    for (int i = 0; i < count; i++) {
      biases[i] = -slopes[head] * Math.abs(first + i);
    }
  }
}
