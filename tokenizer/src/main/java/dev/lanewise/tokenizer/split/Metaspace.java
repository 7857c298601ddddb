package dev.lanewise.tokenizer.split;

import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.Words;

/**
 * Turns spaces into a visible mark, puts one in front, and makes each mark the beginning of a word.
 *
 * @param mark what stands for a space, usually U+2581
 * @param prependScheme which pieces of a text get a mark in front that don't begin with one
 * @param split whether words are split at all
 */
public record Metaspace(int mark, PrependScheme prependScheme, boolean split)
    implements PreTokenizer {
  /** Which pieces get a mark in front. */
  public enum PrependScheme {
    /** Every piece: the text between two added tokens as well. */
    ALWAYS,
    /** The one that stands for the beginning of the text. */
    FIRST,
    /** None. */
    NEVER
  }

  @Override
  public Words splitter(Words words) {
    AlignedText marked = new AlignedText();
    return (text, from, to) -> {
      mark(text, from, to, marked);
      if (split) {
        split(marked, words);
      } else {
        words.accept(marked, 0, marked.length());
      }
    };
  }

  private void mark(AlignedText text, int from, int to, AlignedText marked) {
    marked.clear();
    int first = text.codePoint(from);
    boolean prepend =
        prependScheme == PrependScheme.ALWAYS
            || (prependScheme == PrependScheme.FIRST && text.start(from) == 0);
    if (prepend && first != mark && first != ' ') {
      marked.append(mark, text.start(from), text.end(from));
    }
    for (int i = from; i < to; i++) {
      int codePoint = text.codePoint(i);
      marked.append(codePoint == ' ' ? mark : codePoint, text.start(i), text.end(i));
    }
  }

  private void split(AlignedText marked, Words words) {
    int start = 0;
    for (int i = 1; i < marked.length(); i++) {
      if (marked.codePoint(i) == mark) {
        words.accept(marked, start, i);
        start = i;
      }
    }
    words.accept(marked, start, marked.length());
  }
}
