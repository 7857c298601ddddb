package dev.lanewise.tokenizer;

import dev.lanewise.tokenizer.subword.TokenList;
import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.Words;
import java.util.Arrays;

/**
 * Keeps between which tokens words begin and end, added tokens aside. Of a pair of texts that are
 * cut the reference reads no more words than it takes to have as many tokens as fit, and who gets
 * an odd token depends on how many those are. Not thread-safe.
 */
final class WordBounds implements Words {
  private final TokenList tokens;
  private final Words words;
  private int[] starts = new int[64]; // [size]
  private int[] ends = new int[64]; // [size]
  private int size;

  /**
   * @param words what makes tokens of a word
   * @param tokens where it appends them
   */
  WordBounds(Words words, TokenList tokens) {
    this.words = words;
    this.tokens = tokens;
  }

  void clear() {
    size = 0;
  }

  @Override
  public void accept(AlignedText text, int from, int to) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
    }
    starts[size] = tokens.size();
    words.accept(text, from, to);
    ends[size++] = tokens.size();
  }

  /**
   * How many of a text's tokens are read, from the end that stays.
   *
   * @param from the text's first token
   * @param to the token after its last
   * @param enough with so many it is done after a word
   */
  int read(int from, int to, int enough, Truncation.Side side) {
    if (to - from <= enough) {
      return to - from;
    }
    boolean left = side == Truncation.Side.LEFT;
    for (int i = 0; i < size; i++) {
      int word = left ? size - 1 - i : i;
      int read = left ? to - starts[word] : ends[word] - from;
      if (starts[word] >= from && ends[word] <= to && read >= enough) {
        return read;
      }
    }
    return to - from;
  }
}
