package dev.lanewise.engine.search;

import dev.lanewise.engine.Similarity;
import dev.lanewise.engine.parallel.Lease;
import dev.lanewise.engine.parallel.WorkerTeam;
import java.util.List;

/**
 * What is commonly done with the vectors of many texts: search, finding paraphrases, grouping, and
 * mining of hard negatives, with the results of the functions of these names in
 * sentence-transformers. Exact: everything is compared with everything, on all threads, in memory
 * that grows with the vectors and with what is asked for.
 *
 * @param threads the most threads that compute at the same time, the caller included
 */
public record SemanticSearch(int threads) {
  /** With all processors. */
  public SemanticSearch() {
    this(IndexOptions.DEFAULT.threads());
  }

  /**
   * @throws IllegalArgumentException if {@code threads} is less than 1 or more than 1024
   */
  public SemanticSearch {
    threads = IndexOptions.DEFAULT.withThreads(threads).threads();
  }

  /**
   * The most similar vectors of a corpus for each query, the best first; of equal ones the first in
   * the corpus. To search a corpus again and again, make one {@link VectorIndex}.
   *
   * @param queries {@code [m][dimension]}
   * @param corpus {@code [n][dimension]}
   * @param count how many for each query
   * @throws IllegalArgumentException if vectors differ in length or aren't finite, or {@code count}
   *     is negative
   */
  public List<List<Match>> semanticSearch(
      float[][] queries, float[][] corpus, Similarity similarity, int count) {
    return new VectorIndex(corpus, similarity, options()).search(queries, count);
  }

  /**
   * The most similar pairs of a corpus, the best first.
   *
   * @param vectors {@code [n][dimension]}
   * @param topK how many others are looked at for each vector; a pair must be among these for one
   *     of the two
   * @param maxPairs the most pairs to return
   * @throws IllegalArgumentException if vectors differ in length or aren't finite, or a number is
   *     less than 1
   */
  public List<ScoredPair> paraphraseMining(
      float[][] vectors, Similarity similarity, int topK, int maxPairs) {
    requirePositive("topK", topK);
    requirePositive("maxPairs", maxPairs);
    return new ParaphraseMining(vectors, similarity, topK, maxPairs, options()).mine();
  }

  /**
   * Groups of vectors, the largest first. Each is of vectors whose cosine with one of them reaches
   * a threshold, which stands first if no larger group has taken it; the others follow by their
   * cosine with it. No vector is in two groups.
   *
   * @param vectors {@code [n][dimension]}
   * @param threshold the least cosine
   * @param minSize the least vectors of a group
   * @return the indices of each group's vectors
   * @throws IllegalArgumentException if vectors differ in length or aren't finite, or {@code
   *     minSize} is less than 1
   */
  public List<int[]> communityDetection(float[][] vectors, float threshold, int minSize) {
    requirePositive("minSize", minSize);
    try (WorkerTeam team = new WorkerTeam(threads);
        Lease lease = team.lease(threads)) {
      return new CommunityDetection(vectors, threshold, minSize, lease).detect();
    }
  }

  /**
   * What is similar to each query and none of its positives, the most similar first: for training,
   * and to see where a model is wrong. Where a query has not enough that the options allow, it gets
   * fewer. Texts that occur twice in the corpus should be taken out before, or the copy of a
   * positive is a negative.
   *
   * @param queries {@code [m][dimension]}
   * @param corpus {@code [n][dimension]}
   * @param positives {@code [m][]}, the indices of each query's positives in the corpus
   * @return indices in the corpus, with their cosines
   * @throws IllegalArgumentException if vectors differ in length or aren't finite, or positives
   *     aren't of the corpus or not as many as queries
   */
  public List<List<Match>> mineHardNegatives(
      float[][] queries, float[][] corpus, int[][] positives, HardNegativeOptions options) {
    return new HardNegativeMining(queries, corpus, positives, options, options()).mine();
  }

  private IndexOptions options() {
    return IndexOptions.DEFAULT.withThreads(threads);
  }

  private static void requirePositive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1: " + value);
    }
  }
}
