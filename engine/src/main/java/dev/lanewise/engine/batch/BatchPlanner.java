package dev.lanewise.engine.batch;

import dev.lanewise.tokenizer.TokenSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Groups sequences into batches, each of which one thread takes.
 *
 * <p>Long sequences go first, and batches become smaller towards the end, so that all threads
 * finish at about the same time however fast each of them is. There are as many of each size as
 * threads (factoring; Hummel, Schonberg and Flynn 1992). There is no padding, so lengths may mix.
 */
public final class BatchPlanner {
  /** As many rounds like the next one would take all that is left. */
  private static final int ROUNDS = 2;

  /** Where batches would be smaller than this, what is left is shared at once. */
  private static final int LEAST_TOKENS = 192;

  /** Fewer don't fill the kernels' tiles, so some threads get nothing. */
  private static final int LAST_TOKENS = 48;

  /**
   * Larger ones gain nothing, since weights come from memory often enough to be hidden by now, and
   * lose the caches: the activations of this many tokens are a few megabytes.
   */
  private static final int MOST_TOKENS = 768;

  private BatchPlanner() {}

  /**
   * The indices of the sequences of each batch. Few tokens are one batch, whatever the number of
   * threads, which then work on it together; a sequence of more tokens than a batch has one of its
   * own.
   *
   * @param maxTokens the most tokens of a batch, where that is fewer than would be made
   * @param threads how many share the batches
   */
  public static List<int[]> plan(List<TokenSequence> sequences, int maxTokens, int threads) {
    int count = sequences.size();
    long left = 0;
    // By length, the longest first, and by place: numbers sort without an object for each.
    long[] order = new long[count];
    for (int i = 0; i < count; i++) {
      int size = sequences.get(i).size();
      order[i] = ((long) -size << Integer.SIZE) | i;
      left += size;
    }
    Arrays.sort(order);
    List<int[]> batches = new ArrayList<>();
    int parts = left <= LEAST_TOKENS ? 1 : threads;
    long share = 0; // of a batch of this round
    for (int from = 0; from < count; ) {
      int place = batches.size() % parts;
      if (place == 0) {
        share = left / ((long) ROUNDS * parts);
      }
      long wanted = parts == 1 ? MOST_TOKENS : size(share, left, parts - place);
      long tokens = sequences.get((int) order[from]).size();
      int to = from + 1;
      while (to < count) {
        int size = sequences.get((int) order[to]).size();
        // Another one if that comes closer to what is wanted: always staying below it adds up.
        if (tokens + size > maxTokens || tokens + size / 2 > wanted) {
          break;
        }
        tokens += size;
        to++;
      }
      int[] batch = new int[to - from];
      for (int i = from; i < to; i++) {
        batch[i - from] = (int) order[i];
      }
      batches.add(batch);
      from = to;
      left -= tokens;
    }
    return batches;
  }

  /**
   * The tokens of the next batch.
   *
   * @param share what it would have of a round
   * @param parts how many share what is left if this is the last round
   */
  private static long size(long share, long left, int parts) {
    if (share >= LEAST_TOKENS) {
      return Math.min(share, MOST_TOKENS);
    }
    return Math.clamp(Math.ceilDiv(left, parts), LAST_TOKENS, MOST_TOKENS);
  }
}
