package dev.lanewise.tokenizer.split;

import dev.lanewise.tokenizer.pattern.Gpt2Pattern;
import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.ByteAlphabet;
import dev.lanewise.tokenizer.text.Words;

/**
 * GPT-2's splitter: words with the space before them, written in the {@link ByteAlphabet}.
 *
 * @param addPrefixSpace whether a piece that doesn't begin with a space gets one
 * @param splits whether to split at all, by {@link Gpt2Pattern}
 */
public record ByteLevel(boolean addPrefixSpace, boolean splits) implements PreTokenizer {
  private static final Gpt2Pattern PATTERN = new Gpt2Pattern();

  @Override
  public Words splitter(Words words) {
    AlignedText prefixed = new AlignedText();
    AlignedText bytes = new AlignedText();
    return (text, from, to) -> {
      if (addPrefixSpace && text.codePoint(from) != ' ') {
        prefixed.clear();
        prefixed.append(' ', text.start(from), text.end(from));
        prefixed.append(text, from, to);
        split(prefixed, 0, prefixed.length(), bytes, words);
      } else {
        split(text, from, to, bytes, words);
      }
    };
  }

  private void split(AlignedText text, int from, int to, AlignedText bytes, Words words) {
    int start = from;
    while (start < to) {
      int end = splits ? PATTERN.end(text, start, to) : to;
      bytes.clear();
      ByteAlphabet.append(text, start, end, bytes);
      words.accept(bytes, 0, bytes.length());
      start = end;
    }
  }
}
