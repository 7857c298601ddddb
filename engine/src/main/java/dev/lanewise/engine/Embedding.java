package dev.lanewise.engine;

/**
 * A text's vector, and how much of the text it stands for.
 *
 * @param vector the components
 * @param tokens how many tokens the encoder saw, special tokens and prompt included; what windows
 *     have in common counts once
 * @param totalTokens how many there would have been without the model's limit
 * @param keptChars how many UTF-16 units of the text, from its start, the tokens cover
 */
public record Embedding(float[] vector, int tokens, int totalTokens, int keptChars) {
  /** Whether the text was longer than the model's limit, and its end was cut. */
  public boolean truncated() {
    return totalTokens > tokens;
  }
}
