package dev.lanewise.engine.batch;

import dev.lanewise.tokenizer.TokenSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Groups sequences into batches of at most so many tokens.
 *
 * <p>Long sequences go first, so that what is left at the end, while the last threads finish, is
 * short. There is no padding, so lengths may mix.
 */
public final class BatchPlanner {
  private BatchPlanner() {}

  /**
   * The indices of the sequences of each batch; a sequence of more tokens has a batch of its own.
   */
  public static List<int[]> plan(List<TokenSequence> sequences, int maxTokens) {
    int count = sequences.size();
    // By length, the longest first, and by place: numbers sort without an object for each.
    long[] order = new long[count];
    for (int i = 0; i < count; i++) {
      order[i] = ((long) -sequences.get(i).size() << Integer.SIZE) | i;
    }
    Arrays.sort(order);
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < count; ) {
      long tokens = 0;
      int to = from;
      do {
        tokens += sequences.get((int) order[to]).size();
        to++;
      } while (to < count && tokens + sequences.get((int) order[to]).size() <= maxTokens);
      int[] batch = new int[to - from];
      for (int i = from; i < to; i++) {
        batch[i - from] = (int) order[i];
      }
      batches.add(batch);
      from = to;
    }
    return batches;
  }
}
