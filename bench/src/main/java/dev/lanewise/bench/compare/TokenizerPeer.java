package dev.lanewise.bench.compare;

import java.util.List;

/** A loaded tokenizer of one of the sides, used on one thread. */
public interface TokenizerPeer extends AutoCloseable {
  /** The ids of a text, special tokens included, uncut. */
  int[] encode(String text);

  /** Encodes texts one after the other and says how many nanoseconds it took. */
  default long time(List<String> texts) {
    long start = System.nanoTime();
    for (String text : texts) {
      encode(text);
    }
    return System.nanoTime() - start;
  }

  @Override
  void close();
}
