package dev.lanewise.tokenizer.normalize;

import dev.lanewise.tokenizer.text.AlignedText;

/** Puts a string in front of a piece of text, unless that is empty. */
public final class Prepend implements Normalizer {
  /** A bound on how much longer a text can get. */
  private static final int MAX_LENGTH = 256;

  private final int[] codePoints;

  /**
   * @throws IllegalArgumentException if the string is absurdly long
   */
  public Prepend(String string) {
    codePoints = string.codePoints().toArray();
    if (codePoints.length > MAX_LENGTH) {
      throw new IllegalArgumentException("has more than " + MAX_LENGTH + " characters");
    }
  }

  @Override
  public void normalize(AlignedText in, int from, int to, AlignedText out) {
    if (from < to) {
      for (int codePoint : codePoints) {
        out.append(codePoint, in.start(from), in.end(from));
      }
      out.append(in, from, to);
    }
  }
}
