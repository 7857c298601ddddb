package dev.lanewise.engine.search;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The best of what it is offered: a heap with the worst on top. Of equal scores, to which zero and
 * minus zero belong, the lower index is better.
 */
final class TopK {
  private static final Comparator<Match> BEST_FIRST =
      Comparator.comparingDouble((Match match) -> 0.0 - match.score())
          .thenComparingInt(Match::index);

  private final int capacity;
  private float[] scores; // [size], a heap
  private int[] indices; // [size], of the same order
  private int size;

  /**
   * @param capacity how many to keep; nothing may be offered if that is none
   */
  TopK(int capacity) {
    this.capacity = capacity;
    scores = new float[Math.min(capacity, 16)];
    indices = new int[scores.length];
  }

  /** What a score must exceed to be kept, unless its index is lower than all before. */
  float threshold() {
    return size < capacity ? Float.NEGATIVE_INFINITY : scores[0];
  }

  /**
   * Keeps a vector if it is one of the best so far.
   *
   * @param score a number
   */
  void offer(int index, float score) {
    if (size < capacity) {
      if (size == scores.length) {
        int length = (int) Math.min(capacity, 2L * size);
        scores = Arrays.copyOf(scores, length);
        indices = Arrays.copyOf(indices, length);
      }
      up(size++, index, score);
    } else if (worse(scores[0], indices[0], score, index)) {
      down(index, score);
    }
  }

  /** Offers what another one has kept. */
  void offerAll(TopK other) {
    for (int i = 0; i < other.size; i++) {
      offer(other.indices[i], other.scores[i]);
    }
  }

  /** What was kept, in no order. */
  int[] indices() {
    return Arrays.copyOf(indices, size);
  }

  /** What was kept, the best first. */
  List<Match> matches() {
    Match[] matches = new Match[size];
    for (int i = 0; i < size; i++) {
      matches[i] = new Match(indices[i], scores[i]);
    }
    Arrays.sort(matches, BEST_FIRST);
    return List.of(matches);
  }

  private void up(int from, int index, float score) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) / 2;
      if (!worse(score, index, scores[parent], indices[parent])) {
        break;
      }
      set(at, indices[parent], scores[parent]);
      at = parent;
    }
    set(at, index, score);
  }

  /** Replaces the worst. */
  private void down(int index, float score) {
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      int right = child + 1;
      if (right < size && worse(scores[right], indices[right], scores[child], indices[child])) {
        child = right;
      }
      if (!worse(scores[child], indices[child], score, index)) {
        break;
      }
      set(at, indices[child], scores[child]);
      at = child;
    }
    set(at, index, score);
  }

  private void set(int at, int index, float score) {
    indices[at] = index;
    scores[at] = score;
  }

  private static boolean worse(float score, int index, float otherScore, int otherIndex) {
    return score < otherScore || (score == otherScore && index > otherIndex);
  }
}
