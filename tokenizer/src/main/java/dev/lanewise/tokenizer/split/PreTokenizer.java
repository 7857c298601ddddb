package dev.lanewise.tokenizer.split;

import dev.lanewise.tokenizer.text.Words;

/** Splits text into words. Immutable and thread-safe; the splitters it makes are not. */
@FunctionalInterface
public interface PreTokenizer {
  /**
   * Makes a splitter that hands the words of each piece it takes to {@code words}, in order.
   *
   * <p>Words may lie in another text than the piece: a splitter that rewrites has a buffer of its
   * own, made here once and cleared for each piece, whose code points carry the ranges of those
   * that they replace.
   */
  Words splitter(Words words);
}
