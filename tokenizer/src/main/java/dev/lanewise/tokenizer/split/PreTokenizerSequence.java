package dev.lanewise.tokenizer.split;

import dev.lanewise.tokenizer.text.Words;
import java.util.List;

/**
 * Pre-tokenizers one after the other: each splits the words of the one before.
 *
 * @param steps the pre-tokenizers in order; with none all text is one word
 */
public record PreTokenizerSequence(List<PreTokenizer> steps) implements PreTokenizer {
  public PreTokenizerSequence {
    steps = List.copyOf(steps);
  }

  @Override
  public Words splitter(Words words) {
    Words next = words;
    for (PreTokenizer step : steps.reversed()) {
      next = step.splitter(next);
    }
    return next;
  }
}
