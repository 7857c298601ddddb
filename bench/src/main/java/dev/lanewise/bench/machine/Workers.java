package dev.lanewise.bench.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Runs the same step on several threads over and over. */
final class Workers {
  /** Vector code is slower by orders of magnitude until it is compiled, which takes its time. */
  private static final long WARM_UP_NANOS = 700_000_000;

  private static final long ROUND_NANOS = 60_000_000;
  private static final int ROUNDS = 5;

  /** Results go here, so that no step is computed for nothing. */
  @SuppressWarnings("unused")
  private static volatile float sink;

  /** A step of work; its result has to depend on all of it. */
  @FunctionalInterface
  interface Step {
    float run();
  }

  private Workers() {}

  /**
   * The best of some rounds of the work that threads do together, in units a second.
   *
   * @param unitsPerStep what a step does, in any unit
   * @param steps the step of each thread
   */
  static double bestRate(int threads, double unitsPerStep, IntFunction<Step> steps) {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      round(pool, threads, steps, WARM_UP_NANOS);
      double best = 0;
      for (int i = 0; i < ROUNDS; i++) {
        best = Math.max(best, round(pool, threads, steps, ROUND_NANOS));
      }
      return best * unitsPerStep;
    }
  }

  /** Steps a second, of all threads together. */
  private static double round(
      ExecutorService pool, int threads, IntFunction<Step> steps, long nanos) {
    List<Future<Double>> rates = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Step step = steps.apply(i);
      rates.add(pool.submit(() -> rate(step, nanos)));
    }
    return rates.stream().mapToDouble(Workers::get).sum();
  }

  private static double rate(Step step, long nanos) {
    long start = System.nanoTime();
    long done = 0;
    long elapsed;
    do {
      sink = step.run();
      done++;
      elapsed = System.nanoTime() - start;
    } while (elapsed < nanos);
    return done * 1e9 / elapsed;
  }

  private static double get(Future<Double> rate) {
    try {
      return rate.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
