package dev.lanewise.bench.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.bench.results.ModelResults.Throughput;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ThroughputTest {
  @Test
  void undisturbedRoundsHaveTheirOwnMedian() {
    assertEquals(OptionalDouble.of(3), throughput(0.6, 0.9, 1.0, 0.95, 0.89).undisturbedSeconds());
  }

  @Test
  void oneUndisturbedRoundIsNone() {
    assertEquals(OptionalDouble.empty(), throughput(0.6, 0.7, 1.0, 0.6, 0.6).undisturbedSeconds());
  }

  /** Rounds of one to five seconds. */
  private static Throughput throughput(Double... coreShares) {
    return new Throughput(
        Contender.LANEWISE,
        256,
        6400,
        100,
        List.of(1.0, 2.0, 3.0, 4.0, 5.0),
        200,
        List.of(coreShares));
  }
}
