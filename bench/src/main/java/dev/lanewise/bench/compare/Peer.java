package dev.lanewise.bench.compare;

import dev.lanewise.bench.results.Contender;
import java.util.List;

/** A loaded model of one of the sides. Thread-safe. */
public interface Peer extends AutoCloseable {
  /** Which side this is. */
  Contender contender();

  /**
   * The vectors of texts, scaled to length one, {@code [texts][dimension]}; batched as is best for
   * this side.
   */
  float[][] encode(List<String> texts);

  /** Encodes texts and says how many nanoseconds it took; the vectors are dropped. */
  default long time(List<String> texts) {
    long start = System.nanoTime();
    encode(texts);
    return System.nanoTime() - start;
  }

  @Override
  void close();
}
