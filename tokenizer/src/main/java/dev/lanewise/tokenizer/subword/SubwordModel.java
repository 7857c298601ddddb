package dev.lanewise.tokenizer.subword;

import dev.lanewise.tokenizer.text.AlignedText;

/** Turns a word into vocabulary pieces. Immutable and thread-safe. */
public interface SubwordModel {
  /** Appends the tokens of the word {@code [from, to)} to {@code out}. */
  void tokenize(AlignedText text, int from, int to, TokenList out);

  /** The pieces and their ids. */
  Vocabulary vocabulary();
}
