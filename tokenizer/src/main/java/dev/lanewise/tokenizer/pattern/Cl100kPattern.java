package dev.lanewise.tokenizer.pattern;

import static dev.lanewise.tokenizer.text.CharacterClasses.LETTER;
import static dev.lanewise.tokenizer.text.CharacterClasses.NUMBER;
import static dev.lanewise.tokenizer.text.CharacterClasses.SPACE;

import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.CharacterClasses;

/**
 * The expression of GPT-4's vocabulary cl100k, with up to three digits together as Llama 3 has it,
 * or one as Qwen does:
 *
 * <pre>{@code
 * (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*
 *     |\s*[\r\n]+|\s+(?!\S)|\s+
 * }</pre>
 *
 * <p>It covers all of a text: each match begins where the one before ends.
 *
 * @param maxDigits the most digits in one match
 */
public record Cl100kPattern(int maxDigits) implements TextPattern {
  private static final String EXPRESSION =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r"
          + "\\n"
          + "\\p{L}\\p{N}]?\\p{L}+|DIGITS| ?[^\\s\\p{L}\\p{N}]+[\\r"
          + "\\n"
          + "]*|\\s*[\\r"
          + "\\n"
          + "]+|\\s+(?!\\S)|\\s+";

  static final String EXPRESSION_QWEN = EXPRESSION.replace("DIGITS", "\\p{N}");
  static final String EXPRESSION_LLAMA = EXPRESSION.replace("DIGITS", "\\p{N}{1,3}");

  /** A code point is of one of these classes, or of none. */
  private static final int KINDS = LETTER | NUMBER | SPACE;

  private static final int OTHER = 0;

  @Override
  public int start(AlignedText text, int from, int to) {
    return from;
  }

  @Override
  public int end(AlignedText text, int start, int to) {
    int first = text.codePoint(start);
    if (first == '\'') {
      int contraction = Contraction.length(text, start, to, true);
      if (contraction > 0) {
        return start + contraction;
      }
    }
    int kind = kind(first);
    if (kind == LETTER) {
      return endOfRun(text, start + 1, to, LETTER);
    }
    if (kind == NUMBER) {
      return endOfRun(text, start + 1, Math.min(to, start + maxDigits), NUMBER);
    }
    int next = start + 1 < to ? kind(text.codePoint(start + 1)) : SPACE;
    if (next == LETTER && !isLineBreak(first)) {
      return endOfRun(text, start + 2, to, LETTER);
    }
    if (kind == OTHER || (first == ' ' && next == OTHER)) {
      int end = endOfRun(text, start + 1, to, OTHER);
      while (end < to && isLineBreak(text.codePoint(end))) {
        end++;
      }
      return end;
    }
    return endOfSpace(text, start, to);
  }

  /** {@code \s*[\r\n]+|\s+(?!\S)|\s+}. */
  private static int endOfSpace(AlignedText text, int start, int to) {
    int afterLineBreak = start;
    int end = start;
    while (end < to && kind(text.codePoint(end)) == SPACE) {
      end++;
      if (isLineBreak(text.codePoint(end - 1))) {
        afterLineBreak = end;
      }
    }
    return afterLineBreak > start ? afterLineBreak : Gpt2Pattern.endOfSpace(start, end, to);
  }

  private static int endOfRun(AlignedText text, int from, int to, int kind) {
    int end = from;
    while (end < to && kind(text.codePoint(end)) == kind) {
      end++;
    }
    return end;
  }

  private static boolean isLineBreak(int codePoint) {
    return codePoint == '\n' || codePoint == '\r';
  }

  private static int kind(int codePoint) {
    return CharacterClasses.of(codePoint) & KINDS;
  }
}
