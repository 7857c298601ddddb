package dev.lanewise.tokenizer.pattern;

import dev.lanewise.tokenizer.text.AlignedText;

/** A string, to be found as it is. */
public final class Literal implements TextPattern {
  /** Bounds the work at each place of a text. */
  private static final int MAX_LENGTH = 256;

  private final int[] codePoints;

  /**
   * @throws IllegalArgumentException if the string is empty or absurdly long
   */
  public Literal(String string) {
    codePoints = string.codePoints().toArray();
    if (codePoints.length == 0 || codePoints.length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a pattern has to have from 1 to " + MAX_LENGTH + " characters");
    }
  }

  @Override
  public int start(AlignedText text, int from, int to) {
    for (int i = from; i <= to - codePoints.length; i++) {
      if (matches(text, i)) {
        return i;
      }
    }
    return to;
  }

  @Override
  public int end(AlignedText text, int start, int to) {
    return start + codePoints.length;
  }

  private boolean matches(AlignedText text, int at) {
    for (int i = 0; i < codePoints.length; i++) {
      if (text.codePoint(at + i) != codePoints[i]) {
        return false;
      }
    }
    return true;
  }
}
