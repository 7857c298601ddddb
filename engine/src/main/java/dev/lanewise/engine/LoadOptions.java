package dev.lanewise.engine;

import dev.lanewise.engine.kernel.Compute;
import dev.lanewise.engine.kernel.Storage;
import java.util.Objects;
import java.util.Optional;

/**
 * How a model is run.
 *
 * @param threads the most threads that compute at the same time, callers included
 * @param kernel which arithmetic kernel: {@code auto} (the fastest that runs here), {@code vector}
 *     or {@code scalar}; vectors are the same with each
 * @param weights how the layers' weights are held in memory: {@code auto} (as the file holds them:
 *     fp32, bf16 or f16), {@code f32}, {@code bf16}, {@code f16} or {@code int8}; arithmetic is
 *     fp32 with each. Narrower than the file they take less memory, answer a single query faster,
 *     and change vectors a little.
 * @param compute in what the linear layers multiply: {@code float} or {@code int}, small integers
 *     whose sums are exact. Faster, holds weights in 16 bits whatever the file does, and changes
 *     vectors somewhat; {@code weights} must be {@code auto} then.
 */
public record LoadOptions(int threads, String kernel, String weights, String compute) {
  private static final String AUTO = "auto";

  /** All processors, the fastest kernel, the file's weights, fp32. */
  public static final LoadOptions DEFAULT =
      new LoadOptions(Runtime.getRuntime().availableProcessors(), AUTO, AUTO, "float");

  /**
   * @throws IllegalArgumentException if {@code threads} is less than 1 or more than 1024
   */
  public LoadOptions {
    if (threads < 1 || threads > 1024) {
      throw new IllegalArgumentException("threads must be from 1 to 1024: " + threads);
    }
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(weights, "weights");
    Objects.requireNonNull(compute, "compute");
  }

  /** The same options with another number of threads. */
  public LoadOptions withThreads(int threads) {
    return new LoadOptions(threads, kernel, weights, compute);
  }

  /** The same options with another kernel. */
  public LoadOptions withKernel(String kernel) {
    return new LoadOptions(threads, kernel, weights, compute);
  }

  /** The same options with weights held otherwise. */
  public LoadOptions withWeights(String weights) {
    return new LoadOptions(threads, kernel, weights, compute);
  }

  /** The same options with another arithmetic. */
  public LoadOptions withCompute(String compute) {
    return new LoadOptions(threads, kernel, weights, compute);
  }

  /**
   * What {@link #compute} says.
   *
   * @throws IllegalArgumentException if it is no arithmetic
   */
  Compute arithmetic() {
    return Compute.of(compute);
  }

  /**
   * What {@link #weights} says; empty is auto.
   *
   * @throws IllegalArgumentException if it is no storage, or if integers leave no choice of one
   */
  Optional<Storage> storage() {
    if (weights.equals(AUTO)) {
      return Optional.empty();
    }
    Storage storage = Storage.of(weights);
    if (arithmetic() == Compute.INT) {
      throw new IllegalArgumentException(
          "weights are held as integers of 16 bits to compute in int, not as " + storage);
    }
    return Optional.of(storage);
  }
}
