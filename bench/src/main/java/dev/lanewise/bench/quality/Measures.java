package dev.lanewise.bench.quality;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** How good an order is. */
final class Measures {
  private Measures() {}

  /** The mean over all queries of one over the rank of the first answer among the first ten. */
  static double meanReciprocalRank(List<int[]> rankings, List<Set<Integer>> relevant) {
    double sum = 0;
    for (int query = 0; query < rankings.size(); query++) {
      int[] ranking = rankings.get(query);
      for (int i = 0; i < Math.min(10, ranking.length); i++) {
        if (relevant.get(query).contains(ranking[i])) {
          sum += 1.0 / (i + 1);
          break;
        }
      }
    }
    return sum / rankings.size();
  }

  /** The mean over all queries of the share of its answers that are among the first five. */
  static double recall(List<int[]> rankings, List<Set<Integer>> relevant) {
    double sum = 0;
    for (int query = 0; query < rankings.size(); query++) {
      Set<Integer> answers = relevant.get(query);
      long found = Arrays.stream(rankings.get(query)).limit(5).filter(answers::contains).count();
      sum += (double) found / answers.size();
    }
    return sum / rankings.size();
  }

  /** Spearman's rank correlation; equal values have the mean of their ranks. */
  static double spearman(double[] a, double[] b) {
    return pearson(ranks(a), ranks(b));
  }

  private static double[] ranks(double[] values) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted((i, j) -> Double.compare(values[i], values[j]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[values.length];
    for (int start = 0; start < order.length; ) {
      int end = start + 1;
      while (end < order.length && values[order[end]] == values[order[start]]) {
        end++;
      }
      for (int i = start; i < end; i++) {
        ranks[order[i]] = (start + end - 1) / 2.0;
      }
      start = end;
    }
    return ranks;
  }

  private static double pearson(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElseThrow();
    double meanB = Arrays.stream(b).average().orElseThrow();
    double product = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (a[i] - meanA) * (b[i] - meanB);
      squaresA += (a[i] - meanA) * (a[i] - meanA);
      squaresB += (b[i] - meanB) * (b[i] - meanB);
    }
    return product / Math.sqrt(squaresA * squaresB);
  }
}
