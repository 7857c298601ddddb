package dev.lanewise.tokenizer.pattern;

import static dev.lanewise.tokenizer.text.UnicodeTables.WHITESPACE;
import static dev.lanewise.tokenizer.text.UnicodeTables.WORD;

import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.UnicodeTables;

/**
 * {@code \w+|[^\w\s]+}: runs of word characters, and of what is neither that nor whitespace.
 *
 * <p>This is the splitter {@code Whitespace}. In an expression that a file spells out, {@code \w}
 * is another set, since the reference has two engines.
 */
public final class WordPattern implements TextPattern {
  @Override
  public int start(AlignedText text, int from, int to) {
    int start = from;
    while (start < to && kind(text.codePoint(start)) == WHITESPACE) {
      start++;
    }
    return start;
  }

  @Override
  public int end(AlignedText text, int start, int to) {
    int kind = kind(text.codePoint(start));
    int end = start + 1;
    while (end < to && kind(text.codePoint(end)) == kind) {
      end++;
    }
    return end;
  }

  private static int kind(int codePoint) {
    int flags = UnicodeTables.flags(codePoint);
    return (flags & WORD) != 0 ? WORD : flags & WHITESPACE;
  }
}
