package dev.lanewise.cli;

import dev.lanewise.engine.search.HardNegativeOptions;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which hard negatives to mine. */
final class NegativeOptions {
  @Option(
      names = "--negatives",
      paramLabel = "N",
      description = "With --pairs: the most negatives for each query. Default: 3.")
  private Optional<Integer> negatives = Optional.empty();

  @Option(
      names = "--range-min",
      paramLabel = "N",
      description = {
        "With --pairs: pass over the N nearest candidates, which may well be unmarked positives.",
        "Default: 0."
      })
  private Optional<Integer> rangeMin = Optional.empty();

  @Option(
      names = "--range-max",
      paramLabel = "N",
      description = {
        "With --pairs: look at candidates up to this rank.",
        "Default: as many as are needed, ten times as many where limits may exclude some."
      })
  private Optional<Integer> rangeMax = Optional.empty();

  @Option(
      names = "--max-score",
      paramLabel = "S",
      description = "With --pairs: the highest cosine of a negative with its query.")
  private Optional<Double> maxScore = Optional.empty();

  @Option(
      names = "--absolute-margin",
      paramLabel = "M",
      description = {
        "With --pairs: keep a negative only if its cosine is lower by M than that of the query's"
            + " least similar positive."
      })
  private Optional<Double> absoluteMargin = Optional.empty();

  @Option(
      names = "--relative-margin",
      paramLabel = "M",
      description = "With --pairs: the same as a share of the positive's cosine; 0.05 is 5 %%.")
  private Optional<Double> relativeMargin = Optional.empty();

  @Option(
      names = "--random",
      paramLabel = "SEED",
      description = {
        "With --pairs: choose negatives at random among the candidates, from this seed.",
        "Default: the most similar."
      })
  private Optional<Long> seed = Optional.empty();

  /** Whether any of the options was given. */
  boolean given() {
    return Stream.of(negatives, rangeMin, rangeMax, maxScore, absoluteMargin, relativeMargin, seed)
        .anyMatch(Optional::isPresent);
  }

  /**
   * What was asked for.
   *
   * @param minScore the lowest cosine of a negative
   * @throws IllegalArgumentException if it contradicts itself
   */
  HardNegativeOptions options(Optional<Double> minScore) {
    HardNegativeOptions options =
        HardNegativeOptions.DEFAULT
            .withCount(negatives.orElse(HardNegativeOptions.DEFAULT.count()))
            .withRange(
                rangeMin.orElse(0), rangeMax.map(OptionalInt::of).orElse(OptionalInt.empty()))
            .withScores(optional(minScore), optional(maxScore))
            .withMargins(optional(absoluteMargin), optional(relativeMargin));
    return seed.map(options::withRandomSampling).orElse(options);
  }

  private static OptionalDouble optional(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }
}
