package dev.lanewise.tokenizer.normalize;

import dev.lanewise.tokenizer.text.AlignedText;

/** Drops control characters and makes spaces of whitespace and invisible marks. */
public final class Nmt implements Normalizer {
  @Override
  public void normalize(AlignedText in, int from, int to, AlignedText out) {
    for (int i = from; i < to; i++) {
      int codePoint = in.codePoint(i);
      if (!isDropped(codePoint)) {
        out.append(isSpace(codePoint) ? ' ' : codePoint, in.start(i), in.end(i));
      }
    }
  }

  private static boolean isDropped(int c) {
    return (c >= 0x01 && c <= 0x08)
        || c == 0x0B
        || (c >= 0x0E && c <= 0x1F)
        || c == 0x7F
        || c == 0x8F
        || c == 0x9F;
  }

  private static boolean isSpace(int c) {
    return c == 0x09
        || c == 0x0A
        || c == 0x0C
        || c == 0x0D
        || c == 0x1680
        || (c >= 0x200B && c <= 0x200F)
        || c == 0x2028
        || c == 0x2029
        || c == 0x2581
        || c == 0xFEFF
        || c == 0xFFFD;
  }
}
