package dev.lanewise.engine;

/** Scores to probabilities. */
final class Softmax {
  private Softmax() {}

  /** Replaces some of the values by {@code exp(x) / Σ exp(x)}. */
  static void apply(float[] values, int from, int to) {
    double maximum = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      maximum = Math.max(maximum, values[i]);
    }
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += Math.exp(values[i] - maximum);
    }
    for (int i = from; i < to; i++) {
      values[i] = (float) (Math.exp(values[i] - maximum) / sum);
    }
  }
}
