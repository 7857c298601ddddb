package dev.lanewise.tokenizer.split;

import dev.lanewise.tokenizer.text.AlignedText;

/** Splits text into words. Immutable and thread-safe. */
public interface PreTokenizer {
  /** Hands the words of {@code [from, to)} to {@code words}, in order. */
  void split(AlignedText text, int from, int to, Words words);

  /** Takes words as ranges of the text that is split. */
  @FunctionalInterface
  interface Words {
    /** Takes the word {@code [from, to)}, which isn't empty. */
    void accept(AlignedText text, int from, int to);
  }
}
