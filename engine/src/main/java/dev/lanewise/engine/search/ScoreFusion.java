package dev.lanewise.engine.search;

import dev.lanewise.engine.Similarity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Makes one ranking of a {@link VectorIndex}'s and a {@link Bm25Index}'s over the same texts, by
 * adding their scores: {@code denseWeight · similarity + bm25Weight · BM25}. Where a query's words
 * are rare and found, they decide; where they are common or not found, the vectors do. So it finds
 * more than {@link RankFusion}, to which the first of a ranking is the first, however clearly.
 *
 * <pre>{@code
 * ScoreFusion fusion = ScoreFusion.of(texts, vectors, encoder.info().similarity());
 * List<Match> best = fusion.fuse(byMeaning.search(vector, 1000), byWords.search(query, 1000), 10);
 * }</pre>
 *
 * @param denseWeight how much the vectors' similarity counts
 * @param bm25Weight how much BM25 counts
 */
public record ScoreFusion(double denseWeight, double bm25Weight) {
  /**
   * What one of BM25's points is worth where texts are {@link #LENGTH} long, in standard deviations
   * of their similarity. This and how it grows was chosen on pairs of texts outside of the sets in
   * which it is measured, among what did equally well there after a look at these;
   * weights-tools/training/README.md has the figures.
   */
  private static final double POINT = 0.2;

  private static final double LENGTH = 350;

  /** How fast it grows with the length. */
  private static final double POWER = 0.75;

  /** Texts that were looked at were about as short, on average, or as long. */
  private static final double SHORTEST = 20;

  private static final double LONGEST = 1000;

  /** How many texts tell how long they are and how far similarities scatter. */
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
   * The weights for a model and texts: 1 for the similarity, and for BM25 {@code 0.2 · (length /
   * 350)^0.75} standard deviations of the texts' similarities to each other, where {@code length}
   * is that of the texts on average, 20 at least and 1000 at most. Characters of scripts without
   * spaces count two.
   *
   * <p>So models whose similarities lie close together are treated as others are; and words count
   * more where texts are long, since a vector has the less of each word the more there are, and a
   * word that two of many have in common tells more than one of a few.
   *
   * @param texts the texts; 512 of them are looked at
   * @param vectors theirs, {@code [n][dimension]}
   * @param similarity what they are ranked by
   * @throws IllegalArgumentException if there are not as many vectors as texts, or they differ in
   *     length
   */
  public static ScoreFusion of(List<String> texts, float[][] vectors, Similarity similarity) {
    if (texts.size() != vectors.length) {
      throw new IllegalArgumentException(texts.size() + " texts, " + vectors.length + " vectors");
    }
    int[] sample = sample(vectors.length);
    double length = IntStream.of(sample).map(i -> Words.length(texts.get(i))).average().orElse(0);
    double point = POINT * Math.pow(Math.clamp(length, SHORTEST, LONGEST) / LENGTH, POWER);
    double spread = spread(vectors, sample, similarity);
    // Without any, similarity decides nothing, and BM25 decides whatever its weight.
    return new ScoreFusion(1, point * (spread > 0 ? spread : 1));
  }

  /** Which of so many are looked at: some from everywhere. */
  private static int[] sample(int all) {
    int size = Math.min(SAMPLE, all);
    return IntStream.range(0, size).map(i -> (int) ((long) i * all / size)).toArray();
  }

  /** The standard deviation of the similarities of two different texts, of a sample's. */
  private static double spread(float[][] vectors, int[] sample, Similarity similarity) {
    double mean = 0;
    double squares = 0; // of the deviations from the mean (Welford 1962)
    long count = 0;
    for (int i = 0; i < sample.length; i++) {
      for (int j = 0; j < i; j++) {
        double value = similarity.of(vectors[sample[i]], vectors[sample[j]]);
        double deviation = value - mean;
        count++;
        mean += deviation / count;
        squares += deviation * (value - mean);
      }
    }
    return count == 0 ? 0 : Math.sqrt(squares / count);
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
