package dev.lanewise.tokenizer.split;

import dev.lanewise.tokenizer.text.AlignedText;

/** Takes all text for one word: what happens where a tokenizer names no splitter. */
public final class WholeText implements PreTokenizer {
  @Override
  public void split(AlignedText text, int from, int to, Words words) {
    if (from < to) {
      words.accept(text, from, to);
    }
  }
}
