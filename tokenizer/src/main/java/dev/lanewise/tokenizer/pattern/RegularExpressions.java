package dev.lanewise.tokenizer.pattern;

import dev.lanewise.tokenizer.text.CharacterClasses;
import java.util.Map;

/** The regular expressions of published tokenizers, by their spelling. */
public final class RegularExpressions {
  private static final int UNLIMITED = Integer.MAX_VALUE;

  private static final TextPattern WHITESPACE =
      new Run(c -> CharacterClasses.isAny(c, CharacterClasses.SPACE), 1, UNLIMITED);
  private static final TextPattern ASCII_DIGIT = new Run(c -> c >= '0' && c <= '9', 1, 1);

  private static final Map<String, TextPattern> KNOWN =
      Map.ofEntries(
          Map.entry(Gpt2Pattern.EXPRESSION, new Gpt2Pattern()),
          Map.entry(Cl100kPattern.EXPRESSION_QWEN, new Cl100kPattern(1)),
          Map.entry(Cl100kPattern.EXPRESSION_LLAMA, new Cl100kPattern(3)),
          Map.entry("\\s+", WHITESPACE),
          Map.entry("\\p{N}", numbers(1)),
          Map.entry("\\p{N}{1,3}", numbers(3)),
          Map.entry("\\p{N}+", numbers(UNLIMITED)),
          Map.entry("[0-9]", ASCII_DIGIT),
          Map.entry(" {2,}", new Run(c -> c == ' ', 2, UNLIMITED)));

  private RegularExpressions() {}

  /**
   * The pattern that an expression describes.
   *
   * @throws IllegalArgumentException if it isn't one of those that published tokenizers use
   */
  public static TextPattern pattern(String expression) {
    TextPattern pattern = KNOWN.get(expression);
    if (pattern == null) {
      throw new IllegalArgumentException("unsupported regular expression " + expression);
    }
    return pattern;
  }

  private static TextPattern numbers(int max) {
    return new Run(c -> CharacterClasses.isAny(c, CharacterClasses.NUMBER), 1, max);
  }
}
