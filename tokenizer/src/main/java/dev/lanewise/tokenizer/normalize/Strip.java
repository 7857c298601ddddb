package dev.lanewise.tokenizer.normalize;

import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.UnicodeTables;

/**
 * Drops the whitespace around a piece of text.
 *
 * @param left whether at its beginning
 * @param right whether at its end
 */
public record Strip(boolean left, boolean right) implements Normalizer {
  @Override
  public void normalize(AlignedText in, int from, int to, AlignedText out) {
    int start = from;
    while (left && start < to && isSpace(in.codePoint(start))) {
      start++;
    }
    int end = to;
    while (right && end > start && isSpace(in.codePoint(end - 1))) {
      end--;
    }
    out.append(in, start, end);
  }

  private static boolean isSpace(int codePoint) {
    return UnicodeTables.is(codePoint, UnicodeTables.WHITESPACE);
  }
}
