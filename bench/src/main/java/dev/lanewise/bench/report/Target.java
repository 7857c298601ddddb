package dev.lanewise.bench.report;

import dev.lanewise.bench.results.Results;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A figure that the project has set itself.
 *
 * @param id a name that notes refer to
 * @param what what is measured
 * @param bound where a measured value has to be
 * @param value the figure
 * @param unit what the figure is in, as it stands behind a number
 * @param measure finds the measured value; empty where the run has none
 */
record Target(
    String id,
    String what,
    Bound bound,
    double value,
    String unit,
    Function<Results, OptionalDouble> measure) {

  /** Where a measured value has to be. */
  enum Bound {
    AT_LEAST("≥"),
    AT_MOST("≤");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }
  }

  /** What came of it. */
  enum Verdict {
    MET("met"),
    NOT_MET("**not met**"),
    NOT_MEASURED("not measured");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  static Verdict verdict(Target target, OptionalDouble measured) {
    if (measured.isEmpty()) {
      return Verdict.NOT_MEASURED;
    }
    double value = measured.getAsDouble();
    boolean met = target.bound == Bound.AT_LEAST ? value >= target.value : value <= target.value;
    return met ? Verdict.MET : Verdict.NOT_MET;
  }
}
