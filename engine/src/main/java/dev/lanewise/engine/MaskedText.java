package dev.lanewise.engine;

import java.util.List;

/**
 * What a masked language model says of a text.
 *
 * @param masks the likeliest tokens for each mask, in the text's order, the likeliest first
 * @param tokens how many tokens the model saw, special tokens included
 * @param totalTokens how many there would have been without the model's limit
 */
public record MaskedText(List<List<TokenCandidate>> masks, int tokens, int totalTokens) {
  public MaskedText {
    masks = List.copyOf(masks);
  }
}
