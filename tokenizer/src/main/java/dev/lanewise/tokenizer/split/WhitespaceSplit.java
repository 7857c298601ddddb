package dev.lanewise.tokenizer.split;

import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.UnicodeTables;
import dev.lanewise.tokenizer.text.Words;

/** Splits at whitespace, which is dropped. */
public final class WhitespaceSplit implements PreTokenizer {
  @Override
  public Words splitter(Words words) {
    return (text, from, to) -> split(text, from, to, words);
  }

  private static void split(AlignedText text, int from, int to, Words words) {
    int wordStart = from;
    for (int i = from; i < to; i++) {
      if (UnicodeTables.is(text.codePoint(i), UnicodeTables.WHITESPACE)) {
        if (wordStart < i) {
          words.accept(text, wordStart, i);
        }
        wordStart = i + 1;
      }
    }
    if (wordStart < to) {
      words.accept(text, wordStart, to);
    }
  }
}
