package dev.lanewise.engine.search;

import dev.lanewise.engine.Similarity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds for queries what is similar and wrong, by the rules of {@link HardNegativeOptions}. */
final class HardNegativeMining {
  private static final int QUERIES = 256;

  private final float[][] queries; // [queries][dimension]
  private final float[][] corpus; // [size][dimension]
  private final int[][] positives; // [queries][], indices in the corpus
  private final HardNegativeOptions options;
  private final VectorIndex index;
  private final int lastRank;
  private final int candidates;
  private final Random random;

  HardNegativeMining(
      float[][] queries,
      float[][] corpus,
      int[][] positives,
      HardNegativeOptions options,
      IndexOptions indexOptions) {
    if (positives.length != queries.length) {
      throw new IllegalArgumentException(
          positives.length + " lists of positives for " + queries.length + " queries");
    }
    this.queries = queries;
    this.corpus = corpus;
    this.positives = positives;
    this.options = options;
    int mostPositives = 0;
    for (int[] ofQuery : positives) {
      for (int positive : ofQuery) {
        if (positive < 0 || positive >= corpus.length) {
          throw new IllegalArgumentException(
              "positive " + positive + " of a corpus of " + corpus.length);
        }
      }
      mostPositives = Math.max(mostPositives, ofQuery.length);
    }
    index = new VectorIndex(corpus, Similarity.COSINE, indexOptions);
    lastRank = options.lastRank(mostPositives);
    candidates = (int) Math.min((long) lastRank + mostPositives, corpus.length);
    random = new Random(options.seed());
  }

  List<List<Match>> mine() {
    List<List<Match>> negatives = new ArrayList<>(queries.length);
    for (int from = 0; from < queries.length; from += QUERIES) {
      int to = Math.min(queries.length, from + QUERIES);
      List<List<Match>> found = index.search(Arrays.copyOfRange(queries, from, to), candidates);
      for (int query = from; query < to; query++) {
        negatives.add(choose(allowed(query, found.get(query - from))));
      }
    }
    return negatives;
  }

  /** The candidates that are no positives and within the limits, the most similar first. */
  private List<Match> allowed(int query, List<Match> found) {
    Set<Integer> own = Arrays.stream(positives[query]).boxed().collect(Collectors.toSet());
    float highest = highestScore(query);
    float lowest = (float) options.minScore().orElse(Double.NEGATIVE_INFINITY);
    float positive = leastPositiveScore(query);
    float margin = (float) options.absoluteMargin().orElse(Double.NEGATIVE_INFINITY);
    return found.stream()
        .filter(match -> !own.contains(match.index()))
        .filter(match -> match.score() <= highest && match.score() >= lowest)
        .filter(match -> match.score() + margin <= positive)
        .limit(lastRank)
        .skip(options.rangeMin())
        .toList();
  }

  private float highestScore(int query) {
    float highest = (float) options.maxScore().orElse(Double.POSITIVE_INFINITY);
    if (options.relativeMargin().isEmpty()) {
      return highest;
    }
    float positive = leastPositiveScore(query);
    // A share of the amount, so that the margin lowers the limit of negative scores as well.
    float relative = positive - Math.abs(positive) * (float) options.relativeMargin().getAsDouble();
    // Without any positive it is infinity minus infinity, and there is nothing to stay away from.
    return Float.isNaN(relative) ? highest : Math.min(highest, relative);
  }

  private float leastPositiveScore(int query) {
    float least = Float.POSITIVE_INFINITY;
    for (int positive : positives[query]) {
      least = Math.min(least, Similarity.COSINE.of(queries[query], corpus[positive]));
    }
    return least;
  }

  private List<Match> choose(List<Match> allowed) {
    int count = Math.min(options.count(), allowed.size());
    if (options.sampling() == HardNegativeOptions.Sampling.TOP) {
      return allowed.subList(0, count);
    }
    List<Match> shuffled = new ArrayList<>(allowed);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, count).stream()
        .sorted(Comparator.comparingDouble(Match::score).reversed().thenComparingInt(Match::index))
        .toList();
  }
}
