package dev.lanewise.bench.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void theMedianIsInTheMiddle() {
    assertEquals(2, Statistics.median(List.of(9.0, 1.0, 2.0)));
    assertEquals(2.5, Statistics.median(List.of(3.0, 1.0, 2.0, 9.0)));
  }

  @Test
  void quantilesLieBetweenNeighbours() {
    List<Double> values = List.of(30.0, 10.0, 20.0);
    assertEquals(10, Statistics.quantile(values, 0));
    assertEquals(15, Statistics.quantile(values, 0.25));
    assertEquals(30, Statistics.quantile(values, 1));
  }

  @Test
  void nothingHasNoMedian() {
    assertThrows(IllegalArgumentException.class, () -> Statistics.median(List.of()));
  }
}
