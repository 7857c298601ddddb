package dev.lanewise.engine.layer;

import java.util.Arrays;

/**
 * Where a query may look: so far back and so far ahead, everywhere within alike.
 *
 * @param back the farthest key before the query, in tokens
 * @param ahead the farthest key after it
 */
public record AttentionWindow(int back, int ahead) implements ScoreBias {
  /** Everything up to the query itself, as in decoders. */
  public static final AttentionWindow CAUSAL = new AttentionWindow(Integer.MAX_VALUE, 0);

  /** Up to so many tokens to either side (Beltagy et al. 2020). */
  public static AttentionWindow local(int reach) {
    return new AttentionWindow(reach, reach);
  }

  /** The first key that a query sees. */
  int firstKey(int position) {
    return Math.max(0, position - back);
  }

  /** The key after the last that a query sees in a sequence of so many tokens. */
  int endKey(int position, int tokens) {
    return (int) Math.min(tokens, (long) position + ahead + 1);
  }

  @Override
  public void fill(int head, int first, int count, float[] biases) {
    int from = Math.clamp(-(long) ahead - first, 0, count);
    int to = Math.clamp((long) back - first + 1, from, count);
    Arrays.fill(biases, 0, from, Float.NEGATIVE_INFINITY);
    Arrays.fill(biases, from, to, 0);
    Arrays.fill(biases, to, count, Float.NEGATIVE_INFINITY);
  }
}
