package dev.lanewise.bench.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  private static final double EXACT = 1e-12;

  @Test
  void theFirstAnswerOfEachQueryCountsByItsRank() {
    List<int[]> rankings = List.of(new int[] {4, 7}, new int[] {1, 2, 3}, new int[] {});
    List<Set<Integer>> relevant = List.of(Set.of(4), Set.of(2, 3), Set.of(0));

    assertEquals((1 + 1.0 / 2 + 0) / 3, Measures.meanReciprocalRank(rankings, relevant), EXACT);
  }

  @Test
  void anAnswerAfterTheTenthDoesNotCount() {
    int[] ranking = {10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 0};

    assertEquals(0, Measures.meanReciprocalRank(List.of(ranking), List.of(Set.of(0))), EXACT);
    assertEquals(0.1, Measures.meanReciprocalRank(List.of(ranking), List.of(Set.of(19))), EXACT);
  }

  @Test
  void recallIsTheShareOfAnswersAmongTheFirstFive() {
    List<int[]> rankings = List.of(new int[] {1, 2, 3, 4, 5, 6}, new int[] {9});
    List<Set<Integer>> relevant = List.of(Set.of(5, 6, 7), Set.of(9));

    assertEquals((1.0 / 3 + 1) / 2, Measures.recall(rankings, relevant), EXACT);
  }

  @Test
  void spearmanComparesRanks() {
    double[] rising = {0.1, 0.5, 0.6, 9};

    assertEquals(1, Measures.spearman(rising, new double[] {1, 2, 3, 4}), EXACT);
    assertEquals(-1, Measures.spearman(rising, new double[] {4, 3, 2, 1}), EXACT);
  }

  /** Ranks 1, 2.5, 2.5, 4 and 1, 3, 2, 4: covariance 4.5, squares 4.5 and 5. */
  @Test
  void equalValuesShareTheirRanks() {
    double[] tied = {1, 2, 2, 3};

    assertEquals(
        4.5 / Math.sqrt(4.5 * 5), Measures.spearman(tied, new double[] {1, 3, 2, 4}), EXACT);
  }
}
