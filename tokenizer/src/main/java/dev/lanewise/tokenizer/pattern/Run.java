package dev.lanewise.tokenizer.pattern;

import dev.lanewise.tokenizer.text.AlignedText;
import java.util.function.IntPredicate;

/**
 * A class of code points and how often it is repeated, as {@code [0-9]+} or {@code {2,}}: as many
 * as there are, up to the most.
 *
 * @param member the class
 * @param min the fewest, at least one
 * @param max the most
 */
public record Run(IntPredicate member, int min, int max) implements TextPattern {
  @Override
  public int start(AlignedText text, int from, int to) {
    int start = from;
    for (int i = from; i < to; i++) {
      if (!member.test(text.codePoint(i))) {
        start = i + 1;
      } else if (i + 1 - start >= min) {
        return start;
      }
    }
    return to;
  }

  @Override
  public int end(AlignedText text, int start, int to) {
    int end = start;
    while (end < to && end - start < max && member.test(text.codePoint(end))) {
      end++;
    }
    return end;
  }
}
