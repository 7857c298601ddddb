package dev.lanewise.engine;

/**
 * What a cross-encoder says of a pair, and how much of it that stands for.
 *
 * @param scores one for each of {@link CrossEncoder#labels()}
 * @param tokens how many tokens the encoder saw, special tokens and prompt included
 * @param totalTokens how many there would have been without the model's limit
 */
public record PairScore(float[] scores, int tokens, int totalTokens) {
  /**
   * The score of a model that gives but one.
   *
   * @throws IllegalStateException if it gives several
   */
  public float score() {
    if (scores.length != 1) {
      throw new IllegalStateException("the model gives " + scores.length + " scores, not one");
    }
    return scores[0];
  }

  /** Whether the pair was longer than the model's limit, and the longer text's end was cut. */
  public boolean truncated() {
    return totalTokens > tokens;
  }
}
