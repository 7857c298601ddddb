package dev.lanewise.tokenizer.pattern;

import static dev.lanewise.tokenizer.text.CharacterClasses.LETTER;
import static dev.lanewise.tokenizer.text.CharacterClasses.NUMBER;
import static dev.lanewise.tokenizer.text.CharacterClasses.SPACE;

import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.CharacterClasses;

/**
 * GPT-2's expression, which the splitter {@code ByteLevel} has built in:
 *
 * <pre>{@code
 * 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
 * }</pre>
 *
 * <p>It covers all of a text: each match begins where the one before ends.
 */
public final class Gpt2Pattern implements TextPattern {
  static final String EXPRESSION =
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

  /** A code point is of one of these classes, or of none. */
  private static final int KINDS = LETTER | NUMBER | SPACE;

  @Override
  public int start(AlignedText text, int from, int to) {
    return from;
  }

  @Override
  public int end(AlignedText text, int start, int to) {
    int first = text.codePoint(start);
    if (first == '\'') {
      int contraction = Contraction.length(text, start, to, false);
      if (contraction > 0) {
        return start + contraction;
      }
    }
    int kind = kind(first);
    if (kind != SPACE) {
      return endOfRun(text, start + 1, to, kind);
    }
    if (first == ' ' && start + 1 < to) {
      int next = kind(text.codePoint(start + 1));
      if (next != SPACE) {
        return endOfRun(text, start + 2, to, next);
      }
    }
    return endOfSpace(start, endOfRun(text, start + 1, to, SPACE), to);
  }

  /** {@code \s+(?!\S)|\s+}: what isn't whitespace keeps the last of it, if there is more. */
  static int endOfSpace(int start, int endOfRun, int to) {
    return endOfRun == to || endOfRun == start + 1 ? endOfRun : endOfRun - 1;
  }

  private static int endOfRun(AlignedText text, int from, int to, int kind) {
    int end = from;
    while (end < to && kind(text.codePoint(end)) == kind) {
      end++;
    }
    return end;
  }

  private static int kind(int codePoint) {
    return CharacterClasses.of(codePoint) & KINDS;
  }
}
