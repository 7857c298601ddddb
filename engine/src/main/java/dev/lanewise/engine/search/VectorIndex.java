package dev.lanewise.engine.search;

import dev.lanewise.engine.Similarity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Vectors to be searched, all of them, every time: exact, and fast enough for a million. Immutable
 * and thread-safe.
 */
public final class VectorIndex {
  /** The best first; of equal scores, to which zero and minus zero belong, the lower index. */
  private static final Comparator<Match> BEST_FIRST =
      Comparator.comparingDouble((Match match) -> 0.0 - match.score())
          .thenComparingInt(Match::index);

  private final Similarity similarity;
  private final float[][] vectors; // [size][dimension]
  private final int dimension;

  /**
   * @param vectors {@code [size][dimension]}; not copied
   * @param similarity what to rank by
   * @throws IllegalArgumentException if the vectors differ in length, or a component isn't finite
   */
  public VectorIndex(float[][] vectors, Similarity similarity) {
    this.vectors = vectors.clone();
    this.similarity = similarity;
    this.dimension = vectors.length == 0 ? 0 : vectors[0].length;
    for (int i = 0; i < vectors.length; i++) {
      if (vectors[i].length != dimension) {
        throw new IllegalArgumentException(
            "vector " + i + " has " + vectors[i].length + " components, vector 0 " + dimension);
      }
      int bad = firstNotFinite(vectors[i]);
      if (bad >= 0) {
        throw new IllegalArgumentException(
            "vector " + i + " has " + vectors[i][bad] + " at index " + bad);
      }
    }
  }

  /** The number of vectors. */
  public int size() {
    return vectors.length;
  }

  /**
   * The vectors most similar to a query, the best first; of equal ones the first in the index.
   *
   * @param query {@code [dimension]}
   * @param count how many to return; fewer where the index holds fewer
   * @throws IllegalArgumentException if the query has another length or a component that isn't
   *     finite, or {@code count} is negative
   */
  public List<Match> search(float[] query, int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count is negative: " + count);
    }
    if (vectors.length > 0 && query.length != dimension) {
      throw new IllegalArgumentException(
          "the query has " + query.length + " components, the index " + dimension);
    }
    int bad = firstNotFinite(query);
    if (bad >= 0) {
      throw new IllegalArgumentException("the query has " + query[bad] + " at index " + bad);
    }
    PriorityQueue<Match> best = new PriorityQueue<>(BEST_FIRST.reversed());
    for (int i = 0; i < vectors.length && count > 0; i++) {
      float score = similarity.of(query, vectors[i]);
      if (best.size() == count) {
        // The worst of the best is in front; an equal score doesn't oust it, its index is lower.
        if (score <= best.element().score()) {
          continue;
        }
        best.remove();
      }
      best.add(new Match(i, score));
    }
    List<Match> matches = new ArrayList<>(best);
    matches.sort(BEST_FIRST);
    return matches;
  }

  /**
   * The first component that isn't finite, or -1: scores with it may not be numbers, which have no
   * place in an order.
   */
  private static int firstNotFinite(float[] vector) {
    for (int i = 0; i < vector.length; i++) {
      if (!Float.isFinite(vector[i])) {
        return i;
      }
    }
    return -1;
  }
}
