package dev.lanewise.engine;

import java.util.Objects;

/**
 * How a model is run.
 *
 * @param threads the most threads that compute at the same time, callers included
 * @param kernel which arithmetic kernel: {@code auto} (the fastest that runs here), {@code vector}
 *     or {@code scalar}; vectors are the same with each
 */
public record LoadOptions(int threads, String kernel) {
  /** All processors, the fastest kernel. */
  public static final LoadOptions DEFAULT =
      new LoadOptions(Runtime.getRuntime().availableProcessors(), "auto");

  /**
   * @throws IllegalArgumentException if {@code threads} is less than 1 or more than 1024
   */
  public LoadOptions {
    if (threads < 1 || threads > 1024) {
      throw new IllegalArgumentException("threads must be from 1 to 1024: " + threads);
    }
    Objects.requireNonNull(kernel, "kernel");
  }

  /** The same options with another number of threads. */
  public LoadOptions withThreads(int threads) {
    return new LoadOptions(threads, kernel);
  }

  /** The same options with another kernel. */
  public LoadOptions withKernel(String kernel) {
    return new LoadOptions(threads, kernel);
  }
}
