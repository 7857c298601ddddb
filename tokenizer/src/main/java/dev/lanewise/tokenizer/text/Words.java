package dev.lanewise.tokenizer.text;

/**
 * Takes words, or pieces of text to find words in, one after the other. Whoever implements it may
 * hold buffers, so it serves one text at a time.
 */
@FunctionalInterface
public interface Words {
  /**
   * Takes {@code [from, to)}, which isn't empty, and is done with it on return: the text may be a
   * buffer that is overwritten next.
   */
  void accept(AlignedText text, int from, int to);
}
