package dev.lanewise.engine.search;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Which hard negatives to look for: what is similar to a query and is none of its positives.
 *
 * <p>Candidates are a query's nearest. Those that the limits exclude are dropped, then the first
 * {@code rangeMin} of the rest, and of what is left up to {@code rangeMax} some are chosen.
 *
 * @param count the most negatives for each query
 * @param rangeMin how many of the nearest candidates to pass over, since they may well be positives
 *     that nobody has marked
 * @param rangeMax up to which rank candidates are looked at; if empty, as far as {@code count} and
 *     {@code rangeMin} need, ten times as far where limits may exclude some
 * @param maxScore the highest cosine of a negative
 * @param minScore the lowest
 * @param absoluteMargin by how much a negative's score must be below that of the query's least
 *     similar positive
 * @param relativeMargin the same as a share of that positive's score: 0.05 is five per cent
 * @param sampling which of the candidates are chosen
 * @param seed for random sampling
 */
public record HardNegativeOptions(
    int count,
    int rangeMin,
    OptionalInt rangeMax,
    OptionalDouble maxScore,
    OptionalDouble minScore,
    OptionalDouble absoluteMargin,
    OptionalDouble relativeMargin,
    Sampling sampling,
    long seed) {

  /** Which candidates become negatives. */
  public enum Sampling {
    /** The most similar. */
    TOP,
    /** Any, each with the same probability. */
    RANDOM
  }

  /** The three nearest that are no positives. */
  public static final HardNegativeOptions DEFAULT =
      new HardNegativeOptions(
          3,
          0,
          OptionalInt.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          Sampling.TOP,
          0);

  /**
   * @throws IllegalArgumentException if {@code count} is less than 1, {@code rangeMin} negative, or
   *     there are less than {@code count} ranks between {@code rangeMin} and {@code rangeMax}
   */
  public HardNegativeOptions {
    if (count < 1) {
      throw new IllegalArgumentException("the number of negatives must be at least 1: " + count);
    }
    if (rangeMin < 0) {
      throw new IllegalArgumentException("the range's minimum is negative: " + rangeMin);
    }
    if (rangeMax.isPresent() && rangeMax.getAsInt() - (long) rangeMin < count) {
      throw new IllegalArgumentException(
          "there are less than "
              + count
              + " ranks from "
              + rangeMin
              + " to "
              + rangeMax.getAsInt());
    }
  }

  /** The same options with another number of negatives. */
  public HardNegativeOptions withCount(int count) {
    return new HardNegativeOptions(
        count,
        rangeMin,
        rangeMax,
        maxScore,
        minScore,
        absoluteMargin,
        relativeMargin,
        sampling,
        seed);
  }

  /** The same options with other ranks to look at. */
  public HardNegativeOptions withRange(int min, OptionalInt max) {
    return new HardNegativeOptions(
        count, min, max, maxScore, minScore, absoluteMargin, relativeMargin, sampling, seed);
  }

  /** The same options with limits to a negative's score. */
  public HardNegativeOptions withScores(OptionalDouble min, OptionalDouble max) {
    return new HardNegativeOptions(
        count, rangeMin, rangeMax, max, min, absoluteMargin, relativeMargin, sampling, seed);
  }

  /** The same options with margins to a query's positives. */
  public HardNegativeOptions withMargins(OptionalDouble absolute, OptionalDouble relative) {
    return new HardNegativeOptions(
        count, rangeMin, rangeMax, maxScore, minScore, absolute, relative, sampling, seed);
  }

  /** The same options with negatives chosen at random. */
  public HardNegativeOptions withRandomSampling(long seed) {
    return new HardNegativeOptions(
        count,
        rangeMin,
        rangeMax,
        maxScore,
        minScore,
        absoluteMargin,
        relativeMargin,
        Sampling.RANDOM,
        seed);
  }

  /** Up to which rank to look, positives not counted. */
  int lastRank(int mostPositives) {
    boolean limited =
        absoluteMargin.isPresent() || relativeMargin.isPresent() || maxScore.isPresent();
    long enough = rangeMin + count * (limited ? 10L : 1L) + mostPositives;
    return rangeMax.orElse((int) Math.min(enough, Integer.MAX_VALUE));
  }
}
