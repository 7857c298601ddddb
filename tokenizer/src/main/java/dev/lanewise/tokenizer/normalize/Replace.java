package dev.lanewise.tokenizer.normalize;

import dev.lanewise.tokenizer.pattern.TextPattern;
import dev.lanewise.tokenizer.text.AlignedText;

/**
 * Replaces each match of a pattern. As in the reference, what comes in has the range of the last
 * code point that goes.
 */
public final class Replace implements Normalizer {
  /** A bound on how much longer a text can get. */
  private static final int MAX_CONTENT = 256;

  private final TextPattern pattern;
  private final int[] content;

  /**
   * @param content what takes the place of a match
   * @throws IllegalArgumentException if the content is absurdly long
   */
  public Replace(TextPattern pattern, String content) {
    this.pattern = pattern;
    this.content = content.codePoints().toArray();
    if (this.content.length > MAX_CONTENT) {
      throw new IllegalArgumentException(
          "the replacement has more than " + MAX_CONTENT + " characters");
    }
  }

  @Override
  public void normalize(AlignedText in, int from, int to, AlignedText out) {
    int at = from;
    while (at < to) {
      int start = pattern.start(in, at, to);
      out.append(in, at, start);
      at = start;
      if (start < to) {
        at = pattern.end(in, start, to);
        for (int codePoint : content) {
          out.append(codePoint, in.start(at - 1), in.end(at - 1));
        }
      }
    }
  }
}
