package dev.lanewise.engine.search;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one ranking of several, say of a {@link VectorIndex} and a {@link Bm25Index} over the same
 * texts: reciprocal rank fusion (Cormack, Clarke and Büttcher 2009). What stands at rank r of a
 * ranking, counted from 1, gets {@code weight / (k + r)} from it; what it lacks gets nothing.
 *
 * <p>Only ranks count, so that scores on different scales need not be made alike. Where there are a
 * model's scores and BM25's, {@link ScoreFusion} mostly finds more.
 *
 * <pre>{@code
 * List<Match> byMeaning = vectors.search(encoder.encode(query, EncodeOptions.QUERY).vector(), 1000);
 * List<Match> byWords = words.search(query, 1000);
 * List<Match> best = RankFusion.DEFAULT.fuse(List.of(byMeaning, byWords), 10);
 * }</pre>
 *
 * @param k how slowly the contribution falls with the rank: the larger, the less the first ranks
 *     stand out
 * @param weights how much each ranking counts; if empty, all count 1
 */
public record RankFusion(double k, List<Double> weights) {
  /** With the k of the paper, all rankings alike. */
  public static final RankFusion DEFAULT = new RankFusion(60, List.of());

  /**
   * @throws IllegalArgumentException if {@code k} is negative, or a weight is negative or not
   *     finite
   */
  public RankFusion {
    weights = List.copyOf(weights);
    requireNotNegative("k", k);
    weights.forEach(weight -> requireNotNegative("a weight", weight));
  }

  private static void requireNotNegative(String what, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(what + " must be at least 0: " + value);
    }
  }

  /** The same fusion with other weights, one for each ranking. */
  public RankFusion withWeights(Double... weights) {
    return new RankFusion(k, List.of(weights));
  }

  /**
   * Fuses rankings of the same things.
   *
   * @param rankings each the best first; the deeper they are, the better they fuse
   * @param count how many to return at most
   * @return the best first with their fused scores; of equal ones the one of the lower index
   * @throws IllegalArgumentException if {@code count} is negative, or there are weights but not as
   *     many as rankings
   */
  public List<Match> fuse(List<List<Match>> rankings, int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count is negative: " + count);
    }
    if (!weights.isEmpty() && weights.size() != rankings.size()) {
      throw new IllegalArgumentException(
          weights.size() + " weights for " + rankings.size() + " rankings");
    }
    Map<Integer, Double> scores = new HashMap<>();
    for (int i = 0; i < rankings.size(); i++) {
      double weight = weights.isEmpty() ? 1 : weights.get(i);
      int rank = 0;
      for (Match match : rankings.get(i)) {
        rank++;
        if (weight > 0) {
          scores.merge(match.index(), weight / (k + rank), Double::sum);
        }
      }
    }
    TopK best = new TopK(Math.min(count, scores.size()));
    if (count > 0) {
      scores.forEach((index, score) -> best.offer(index, score.floatValue()));
    }
    return best.matches();
  }
}
