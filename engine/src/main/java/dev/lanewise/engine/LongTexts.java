package dev.lanewise.engine;

/**
 * What becomes of texts that are longer than a model takes.
 *
 * @param inWindows whether all of them is encoded, in windows; or only their start
 * @param overlap how many tokens a window has in common with the one before
 */
public record LongTexts(boolean inWindows, int overlap) {
  /** Their end is cut, as the reference does; {@link Embedding#truncated} tells. */
  public static final LongTexts TRUNCATED = new LongTexts(false, 0);

  /**
   * @throws IllegalArgumentException if {@code overlap} is negative, or there is one of no windows
   */
  public LongTexts {
    if (overlap < 0 || (overlap > 0 && !inWindows)) {
      throw new IllegalArgumentException("an overlap of " + overlap + " tokens");
    }
  }

  /**
   * They are cut into windows as long as the model takes, each with the prompt and the special
   * tokens of its own. What is pooled of the windows is averaged, weighted by their tokens, before
   * it goes the way of other vectors.
   *
   * @param overlap how many tokens a window has in common with the one before
   */
  public static LongTexts inWindows(int overlap) {
    return new LongTexts(true, overlap);
  }
}
