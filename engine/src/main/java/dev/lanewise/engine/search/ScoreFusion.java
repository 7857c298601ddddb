package dev.lanewise.engine.search;

import dev.lanewise.engine.Similarity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one ranking of a {@link VectorIndex}'s and a {@link Bm25Index}'s over the same texts, by
 * adding their scores: {@code denseWeight · similarity + bm25Weight · BM25}. Where a query's words
 * are rare and found, they decide; where they are common or not found, the vectors do. So it finds
 * more than {@link RankFusion}, to which the first of a ranking is the first, however clearly.
 *
 * <pre>{@code
 * ScoreFusion fusion = ScoreFusion.of(vectors, encoder.info().similarity());
 * List<Match> best = fusion.fuse(byMeaning.search(vector, 1000), byWords.search(query, 1000), 10);
 * }</pre>
 *
 * @param denseWeight how much the vectors' similarity counts
 * @param bm25Weight how much BM25 counts
 */
public record ScoreFusion(double denseWeight, double bm25Weight) {
  /**
   * What one of BM25's points is worth, in standard deviations of the similarity of texts. Chosen
   * on pairs of texts, none of them of the sets in which it is measured.
   */
  private static final double POINT = 0.25;

  /** How many vectors tell how far similarities scatter. */
  private static final int SAMPLE = 512;

  /**
   * @throws IllegalArgumentException if a weight is negative or not finite
   */
  public ScoreFusion {
    requireNotNegative("the vectors' weight", denseWeight);
    requireNotNegative("BM25's weight", bm25Weight);
  }

  private static void requireNotNegative(String what, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(what + " must be at least 0: " + value);
    }
  }

  /**
   * The weights for a model and texts: 1 for the similarity, and for BM25 a quarter of the standard
   * deviation of the texts' similarities to each other. Models whose similarities lie close
   * together are so treated as others are, and a model counts less for texts all of which have
   * something in common with some others, as long ones have.
   *
   * @param vectors the texts', {@code [n][dimension]}; 512 of them are looked at
   * @param similarity what they are ranked by
   * @throws IllegalArgumentException if vectors differ in length
   */
  public static ScoreFusion of(float[][] vectors, Similarity similarity) {
    double spread = spread(vectors, similarity);
    // Without any, similarity decides nothing, and BM25 decides whatever its weight.
    return new ScoreFusion(1, POINT * (spread > 0 ? spread : 1));
  }

  /** The standard deviation of the similarities of two different texts, of a sample's. */
  private static double spread(float[][] vectors, Similarity similarity) {
    int size = Math.min(SAMPLE, vectors.length);
    double mean = 0;
    double squares = 0; // of the deviations from the mean (Welford 1962)
    long count = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        double value = similarity.of(sampled(vectors, i, size), sampled(vectors, j, size));
        double deviation = value - mean;
        count++;
        mean += deviation / count;
        squares += deviation * (value - mean);
      }
    }
    return count == 0 ? 0 : Math.sqrt(squares / count);
  }

  private static float[] sampled(float[][] vectors, int index, int size) {
    return vectors[(int) ((long) index * vectors.length / size)];
  }

  /**
   * The same fusion with one side counting more.
   *
   * @param share the vectors' share, from 0 to 1, words having the rest; with a half it is this
   *     fusion
   * @throws IllegalArgumentException if the share is not from 0 to 1
   */
  public ScoreFusion withDenseShare(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("the vectors' share must be from 0 to 1: " + share);
    }
    return new ScoreFusion(2 * share * denseWeight, 2 * (1 - share) * bm25Weight);
  }

  /**
   * Fuses two rankings. A text that only BM25 has counts as similar as the least similar of the
   * other ranking; one that BM25 lacks shares no word with the query.
   *
   * @param dense by vectors, the best first; the deeper, the better
   * @param bm25 by words, the best first
   * @param count how many to return at most
   * @return the best first with their fused scores; of equal ones the one of the lower index
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public List<Match> fuse(List<Match> dense, List<Match> bm25, int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count is negative: " + count);
    }
    Map<Integer, Double> scores = new HashMap<>();
    dense.forEach(match -> scores.put(match.index(), denseWeight * match.score()));
    double least = dense.isEmpty() ? 0 : denseWeight * dense.getLast().score();
    for (Match match : bm25) {
      double similar = scores.getOrDefault(match.index(), least);
      scores.put(match.index(), similar + bm25Weight * match.score());
    }
    TopK best = new TopK(Math.min(count, scores.size()));
    if (count > 0) {
      scores.forEach((index, score) -> best.offer(index, score.floatValue()));
    }
    return best.matches();
  }
}
