package dev.lanewise.engine.search;

/**
 * How a {@link VectorIndex} searches.
 *
 * @param threads the most threads that compute at the same time, callers included; an index too
 *     small to share has its callers compute alone
 * @param form what a search reads all of
 * @param rescoring what the scores come from: {@link VectorForm#FLOAT32}, for which the index
 *     refers to the vectors it was made from, or {@link VectorForm#INT8}, for which it lets them go
 * @param rescoreFactor candidates for each wanted match that {@code form} finds and {@code
 *     rescoring} ranks; the more, the more of the exact matches are found
 */
public record IndexOptions(int threads, VectorForm form, VectorForm rescoring, int rescoreFactor) {
  /** Exact, with all processors. */
  public static final IndexOptions DEFAULT =
      new IndexOptions(
          Math.min(1024, Runtime.getRuntime().availableProcessors()),
          VectorForm.FLOAT32,
          VectorForm.FLOAT32,
          1);

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if {@code threads} is less than 1 or more than 1024, {@code
   *     rescoreFactor} less than 1, {@code rescoring} binary or coarser than {@code form}, or
   *     vectors that are searched as they are would be scored twice
   */
  public IndexOptions {
    if (threads < 1 || threads > 1024) {
      throw new IllegalArgumentException("threads must be from 1 to 1024: " + threads);
    }
    if (rescoreFactor < 1) {
      throw new IllegalArgumentException("the rescore factor is less than 1: " + rescoreFactor);
    }
    if (rescoring == VectorForm.BINARY) {
      throw new IllegalArgumentException("bits give no scores; rescore with float32 or int8");
    }
    if (form == VectorForm.FLOAT32 && (rescoring != form || rescoreFactor != 1)) {
      throw new IllegalArgumentException("float32 vectors need no rescoring");
    }
  }

  /** The same options with another number of threads. */
  public IndexOptions withThreads(int threads) {
    return new IndexOptions(threads, form, rescoring, rescoreFactor);
  }

  /** The same options with another form, rescored with the vectors as they are. */
  public IndexOptions withForm(VectorForm form) {
    return new IndexOptions(threads, form, VectorForm.FLOAT32, form.rescoreFactor());
  }

  /** The same options with another rescoring. */
  public IndexOptions withRescoring(VectorForm rescoring, int rescoreFactor) {
    return new IndexOptions(threads, form, rescoring, rescoreFactor);
  }
}
