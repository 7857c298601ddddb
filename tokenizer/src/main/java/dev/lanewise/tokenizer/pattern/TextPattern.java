package dev.lanewise.tokenizer.pattern;

import dev.lanewise.tokenizer.text.AlignedText;

/** Something to find in a text, again and again from left to right. Immutable, thread-safe. */
public interface TextPattern {
  /**
   * Where the first match in {@code [from, to)} begins, or {@code to} if there is none.
   *
   * <p>The text outside doesn't matter: to the pattern it begins at {@code from} and ends at {@code
   * to}.
   */
  int start(AlignedText text, int from, int to);

  /** Where the match that begins at {@code start} ends; it isn't empty. */
  int end(AlignedText text, int start, int to);
}
