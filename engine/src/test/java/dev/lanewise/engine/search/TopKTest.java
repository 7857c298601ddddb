package dev.lanewise.engine.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
class TopKTest {
  /** Few different scores, offered as two threads would that took turns. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 17, 99, 100, 101, Integer.MAX_VALUE})
  void keepsWhatSortingPutsFirst(int capacity) {
    Random random = new Random(capacity);
    List<Match> offered =
        IntStream.range(0, 100).mapToObj(i -> new Match(i, random.nextInt(12) - 6)).toList();
    TopK even = new TopK(capacity);
    TopK odd = new TopK(capacity);
    offered.forEach(m -> (m.index() % 2 == 0 ? even : odd).offer(m.index(), m.score()));
    odd.offerAll(even);
    List<Match> sorted =
        offered.stream()
            .sorted(
                Comparator.comparingDouble(Match::score).reversed().thenComparingInt(Match::index))
            .limit(capacity)
            .toList();
    assertEquals(sorted, odd.matches());
  }

  @Test
  void itsThresholdIsTheWorstOnceItIsFull() {
    TopK best = new TopK(2);
    best.offer(0, 3);
    assertEquals(Float.NEGATIVE_INFINITY, best.threshold());
    best.offer(1, 5);
    assertEquals(3, best.threshold());
    best.offer(2, 4);
    assertEquals(4, best.threshold());
  }
}
