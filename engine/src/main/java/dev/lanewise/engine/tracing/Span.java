package dev.lanewise.engine.tracing;

/** Something that has begun and takes its time. */
@FunctionalInterface
public interface Span {
  /** What nobody records. */
  Span UNRECORDED = (_, _) -> {};

  /**
   * Ends it.
   *
   * @param parts how many texts a call or a batch had; which layer, from 0 on, it was
   * @param tokens the tokens of all of them
   */
  void end(int parts, int tokens);
}
