package dev.lanewise.tokenizer.normalize;

import dev.lanewise.tokenizer.text.AlignedText;

/** Rewrites a piece of text. Immutable and thread-safe. */
public interface Normalizer {
  /**
   * Appends the normalized form of {@code [from, to)} of {@code in} to {@code out}.
   *
   * <p>Every code point appended carries the range of the original that it stands for.
   */
  void normalize(AlignedText in, int from, int to, AlignedText out);

  /** The normalized form of a whole string. */
  default String normalize(String text) {
    AlignedText in = new AlignedText();
    in.set(text);
    AlignedText out = new AlignedText();
    normalize(in, 0, in.length(), out);
    return out.toString();
  }
}
