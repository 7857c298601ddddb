package dev.lanewise.weights;

/** Hears how far long work has come. */
@FunctionalInterface
public interface Progress {
  /** Nobody listens. */
  Progress NONE = (_, _) -> {};

  /**
   * Work has gone on.
   *
   * @param done bytes so far
   * @param total bytes in all; always the same
   */
  void reached(long done, long total);
}
