package dev.lanewise.tokenizer.pattern;

import dev.lanewise.tokenizer.text.AlignedText;

/** {@code 's|'t|'re|'ve|'m|'ll|'d}: what English hangs on to a word. */
final class Contraction {
  /** U+017F, which is an {@code s} where case doesn't matter. */
  private static final int LONG_S = 0x17F;

  private Contraction() {}

  /**
   * The length of the contraction whose apostrophe stands at {@code start}, or 0.
   *
   * @param anyCase whether capitals are the same as small letters
   */
  static int length(AlignedText text, int start, int to, boolean anyCase) {
    int first = letter(text, start + 1, to, anyCase);
    int second = letter(text, start + 2, to, anyCase);
    return switch (first) {
      case 's', 't', 'm', 'd' -> 2;
      case 'r', 'v' -> second == 'e' ? 3 : 0;
      case 'l' -> second == 'l' ? 3 : 0;
      default -> 0;
    };
  }

  private static int letter(AlignedText text, int index, int to, boolean anyCase) {
    if (index >= to) {
      return 0;
    }
    int codePoint = text.codePoint(index);
    if (anyCase && codePoint >= 'A' && codePoint <= 'Z') {
      return codePoint + ('a' - 'A');
    }
    return anyCase && codePoint == LONG_S ? 's' : codePoint;
  }
}
