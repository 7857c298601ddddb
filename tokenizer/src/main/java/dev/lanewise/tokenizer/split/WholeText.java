package dev.lanewise.tokenizer.split;

import dev.lanewise.tokenizer.text.Words;

/** Takes all text for one word: what happens where a tokenizer names no splitter. */
public final class WholeText implements PreTokenizer {
  @Override
  public Words splitter(Words words) {
    return words;
  }
}
