package dev.lanewise.engine.batch;

import dev.lanewise.tokenizer.TokenSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Groups sequences into batches, each of which one thread takes.
 *
 * <p>Long sequences go first, and batches become smaller towards the end, so that all threads
 * finish at about the same time however fast each of them is (guided self-scheduling;
 * Polychronopoulos and Kuck 1987). There is no padding, so lengths may mix.
 */
public final class BatchPlanner {
  /** What is left is shared by so many batches for each thread, as far as that is sensible. */
  private static final int SHARES = 2;

  /** Smaller batches don't fill the kernels' tiles. */
  private static final int LEAST_TOKENS = 192;

  /**
   * Larger ones gain nothing, since weights come from memory often enough to be hidden by now, and
   * lose the caches: the activations of this many tokens are a few megabytes.
   */
  private static final int MOST_TOKENS = 768;

  private BatchPlanner() {}

  /**
   * The indices of the sequences of each batch. What fits in one of the smallest batches is one,
   * whatever the number of threads; a sequence of more tokens than a batch has one of its own.
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
    for (int from = 0; from < count; ) {
      int most = Math.min(maxTokens, share(left, threads));
      long tokens = 0;
      int to = from;
      do {
        tokens += sequences.get((int) order[to]).size();
        to++;
      } while (to < count && tokens + sequences.get((int) order[to]).size() <= most);
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

  /** The tokens of the next batch when so many are left. */
  private static int share(long left, int threads) {
    if (threads == 1) {
      return MOST_TOKENS;
    }
    return Math.clamp(left / ((long) SHARES * threads), LEAST_TOKENS, MOST_TOKENS);
  }
}
