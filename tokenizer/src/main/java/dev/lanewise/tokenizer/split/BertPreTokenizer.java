package dev.lanewise.tokenizer.split;

import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.UnicodeTables;
import dev.lanewise.tokenizer.text.Words;

/** Splits at whitespace, which is dropped, and around each punctuation mark, which is a word. */
public final class BertPreTokenizer implements PreTokenizer {
  @Override
  public Words splitter(Words words) {
    return (text, from, to) -> split(text, from, to, words);
  }

  private static void split(AlignedText text, int from, int to, Words words) {
    int wordStart = from;
    for (int i = from; i < to; i++) {
      int flags = UnicodeTables.flags(text.codePoint(i));
      if ((flags & (UnicodeTables.WHITESPACE | UnicodeTables.PUNCTUATION)) != 0) {
        if (wordStart < i) {
          words.accept(text, wordStart, i);
        }
        if ((flags & UnicodeTables.PUNCTUATION) != 0) {
          words.accept(text, i, i + 1);
        }
        wordStart = i + 1;
      }
    }
    if (wordStart < to) {
      words.accept(text, wordStart, to);
    }
  }
}
