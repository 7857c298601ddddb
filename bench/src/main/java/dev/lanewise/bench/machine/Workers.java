package dev.lanewise.bench.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;

/** Threads that run the same step over and over, warmed up when they are made. */
final class Workers implements AutoCloseable {
  /** Vector code is slower by orders of magnitude until it is compiled, which takes its time. */
  private static final long WARM_UP_NANOS = 700_000_000;

  private static final long ROUND_NANOS = 60_000_000;
  private static final int ROUNDS = 5;

  /** Results go here, so that no step is computed for nothing. */
  @SuppressWarnings("unused")
  private static volatile float sink;

  private final List<Step> steps = new ArrayList<>();
  private final ExecutorService pool;

  /** A step of work; its result has to depend on all of it. */
  @FunctionalInterface
  interface Step {
    float run();
  }

  /**
   * @param steps the step of each thread
   */
  Workers(int threads, IntFunction<Step> steps) {
    for (int i = 0; i < threads; i++) {
      this.steps.add(steps.apply(i));
    }
    pool = Executors.newFixedThreadPool(threads);
    var _ = rate(WARM_UP_NANOS);
  }

  /** Steps a second, of all threads together, in one short round. */
  double rate() {
    return rate(ROUND_NANOS);
  }

  /** Steps a second, of all threads together, in a round of some length. */
  double rate(long nanos) {
    return round(nanos).sum();
  }

  /** Steps a second of the slowest thread, in a round of some length. */
  double leastRate(long nanos) {
    return round(nanos).min().orElseThrow();
  }

  /** Steps a second of the fastest thread, in a round of some length. */
  double mostRate(long nanos) {
    return round(nanos).max().orElseThrow();
  }

  /** The best of some rounds. */
  double bestRate() {
    double best = 0;
    for (int i = 0; i < ROUNDS; i++) {
      best = Math.max(best, rate());
    }
    return best;
  }

  /** The rate of each thread; all run at the same time. */
  private DoubleStream round(long nanos) {
    List<Future<Double>> rates = new ArrayList<>();
    for (Step step : steps) {
      rates.add(pool.submit(() -> rate(step, nanos)));
    }
    return rates.stream().mapToDouble(Workers::get);
  }

  @Override
  public void close() {
    pool.close();
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
