package dev.lanewise.engine.batch;

import dev.lanewise.tokenizer.TokenSequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

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
    List<Integer> order =
        IntStream.range(0, sequences.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> -sequences.get(i).size()))
            .toList();
    List<int[]> batches = new ArrayList<>();
    List<Integer> batch = new ArrayList<>();
    long tokens = 0;
    for (int index : order) {
      int size = sequences.get(index).size();
      if (tokens + size > maxTokens && !batch.isEmpty()) {
        batches.add(toArray(batch));
        batch.clear();
        tokens = 0;
      }
      batch.add(index);
      tokens += size;
    }
    if (!batch.isEmpty()) {
      batches.add(toArray(batch));
    }
    return batches;
  }

  private static int[] toArray(List<Integer> indices) {
    return indices.stream().mapToInt(Integer::intValue).toArray();
  }
}
