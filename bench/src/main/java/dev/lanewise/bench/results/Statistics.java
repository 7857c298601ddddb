package dev.lanewise.bench.results;

import java.util.List;

/** Order statistics of measurements. */
public final class Statistics {
  private Statistics() {}

  /** The middle value, or the mean of the two in the middle. */
  public static double median(List<Double> values) {
    return quantile(values, 0.5);
  }

  /**
   * The value below which a share of all values lie, interpolated between neighbours.
   *
   * @param share from 0, the least, to 1, the greatest
   * @throws IllegalArgumentException if there are no values
   */
  public static double quantile(List<Double> values, double share) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values");
    }
    List<Double> sorted = values.stream().sorted().toList();
    double place = share * (sorted.size() - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
  }
}
