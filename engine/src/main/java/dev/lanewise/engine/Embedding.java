package dev.lanewise.engine;

import dev.lanewise.tokenizer.TokenSequence;
import dev.lanewise.tokenizer.Truncation;

/**
 * A text's vector, and how much of the text it stands for.
 *
 * @param vector the components
 * @param tokens how many tokens the encoder saw, special tokens and prompt included; what windows
 *     have in common counts once
 * @param totalTokens how many there would have been without the model's limit
 * @param keptChars how many UTF-16 units of the text the tokens cover: from its start, or up to its
 *     end where the model has texts cut at the start
 */
public record Embedding(float[] vector, int tokens, int totalTokens, int keptChars) {
  /** The embedding of a text that came behind a prompt of so many UTF-16 units. */
  static Embedding of(
      float[] vector, TokenSequence tokens, String text, int promptChars, Truncation.Side cut) {
    int kept = text.length();
    if (tokens.truncated()) {
      int end = tokens.keptEnd(0); // 0 where nothing of the text is left
      boolean fromStart = cut == Truncation.Side.RIGHT || end == 0;
      kept = fromStart ? end - promptChars : promptChars + kept - tokens.keptStart(0);
    }
    return new Embedding(
        vector, tokens.size(), tokens.totalTokens(), Math.clamp(kept, 0, text.length()));
  }

  /** Whether the text was longer than the model's limit, and was cut. */
  public boolean truncated() {
    return totalTokens > tokens;
  }
}
