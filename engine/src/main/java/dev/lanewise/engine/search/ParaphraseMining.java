package dev.lanewise.engine.search;

import dev.lanewise.engine.Similarity;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The most similar pairs among vectors, of those that are among the nearest of one of the two.
 *
 * <p>Memory beside the index: 8 bytes a vector, and the pairs.
 */
final class ParaphraseMining {
  private static final int QUERIES = 256;

  private static final Comparator<ScoredPair> BEST_FIRST =
      Comparator.comparingDouble(ScoredPair::score)
          .reversed()
          .thenComparingInt(ScoredPair::first)
          .thenComparingInt(ScoredPair::second);

  private final float[][] vectors; // [size][dimension]
  private final VectorIndex index;
  private final int nearest; // of each vector, itself included
  private final int maxPairs;
  private final PriorityQueue<ScoredPair> best = new PriorityQueue<>(BEST_FIRST.reversed());

  /** The last of the nearest of each vector that was searched for. */
  private final Match[] farthest;

  ParaphraseMining(
      float[][] vectors, Similarity similarity, int topK, int maxPairs, IndexOptions options) {
    this.vectors = vectors;
    this.maxPairs = maxPairs;
    index = new VectorIndex(vectors, similarity, options);
    nearest = (int) Math.min(vectors.length, topK + 1L);
    farthest = new Match[vectors.length];
  }

  List<ScoredPair> mine() {
    for (int from = 0; from < vectors.length; from += QUERIES) {
      int to = Math.min(vectors.length, from + QUERIES);
      List<List<Match>> found = index.search(Arrays.copyOfRange(vectors, from, to), nearest);
      for (int i = from; i < to; i++) {
        offer(i, found.get(i - from));
      }
    }
    return best.stream().sorted(BEST_FIRST).toList();
  }

  private void offer(int i, List<Match> matches) {
    farthest[i] = matches.getLast();
    for (Match match : matches) {
      int j = match.index();
      if (j == i || (j < i && isAmongNearest(j, i, match.score()))) {
        continue; // itself, or found before from the other side
      }
      best.add(new ScoredPair(match.score(), Math.min(i, j), Math.max(i, j)));
      if (best.size() > maxPairs) {
        best.remove();
      }
    }
  }

  /** Whether i was among the nearest of j. Their score is the same from both sides, bit by bit. */
  private boolean isAmongNearest(int j, int i, float score) {
    Match last = farthest[j];
    return score > last.score() || (score == last.score() && i <= last.index());
  }
}
