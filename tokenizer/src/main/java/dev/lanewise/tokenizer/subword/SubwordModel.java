package dev.lanewise.tokenizer.subword;

import dev.lanewise.tokenizer.text.Words;

/**
 * Turns words into vocabulary pieces. Immutable and thread-safe; the tokenizers it makes aren't.
 */
public interface SubwordModel {
  /** Makes what appends the tokens of each word that it takes to {@code out}. */
  Words tokenizer(TokenList out);

  /** What {@code tokenizer.json} calls the algorithm. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** The pieces and their ids. */
  Vocabulary vocabulary();
}
