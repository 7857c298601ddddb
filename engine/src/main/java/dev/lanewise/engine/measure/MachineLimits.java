package dev.lanewise.engine.measure;

import dev.lanewise.engine.kernel.KernelSelector;
import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.parallel.Lease;
import dev.lanewise.engine.parallel.WorkerTeam;
import java.util.Arrays;

/**
 * What this machine could do at best: its arithmetic and its memory, measured with the engine's own
 * kernel and threads. Of several short measurements the best one counts, since everything that
 * disturbs one makes it slower.
 */
public final class MachineLimits implements AutoCloseable {
  /** Inner steps of a measurement of the arithmetic: some ten milliseconds. */
  private static final int STEPS = 1 << 20;

  private static final int WARM_UP_CALLS = 20_000;
  private static final int WARM_UP_STEPS = 256;

  /** Floats that a thread reads: far more than caches hold, in bytes 128 MiB. */
  private static final int FLOATS = 1 << 25;

  private final Kernels kernels;
  private final WorkerTeam team;
  private float[][] memory = {}; // [threads][FLOATS], when it is needed

  /**
   * @param kernel {@code auto}, {@code vector} or {@code scalar}
   * @throws IllegalArgumentException if there is no such kernel
   * @throws IllegalStateException if the kernel can't run here
   * @throws InterruptedException if the thread is interrupted while the kernel gets compiled
   */
  public MachineLimits(String kernel, int threads) throws InterruptedException {
    kernels = KernelSelector.choose(KernelSelector.Preference.of(kernel)).kernels();
    kernels.awaitReady();
    warmUp();
    team = new WorkerTeam(threads);
  }

  /** Vector code is slow until it is compiled, which many short calls bring about. */
  private void warmUp() {
    float[] values = new float[WARM_UP_STEPS];
    for (int i = 0; i < WARM_UP_CALLS; i++) {
      kernels.burn(WARM_UP_STEPS, values, 0);
      values[1] = kernels.dot(values, 2, values, 2, values.length - 2);
    }
  }

  /** Measures the arithmetic once: floating-point operations a second, of all threads together. */
  public double flopsPerSecond() {
    float[] results = new float[team.threads()];
    long[] flops = new long[team.threads()];
    long nanos = onAllThreads(worker -> flops[worker] = kernels.burn(STEPS, results, worker));
    return Arrays.stream(flops).sum() * 1e9 / nanos;
  }

  /** Measures the memory once: bytes a second that all threads together read. */
  public double bytesPerSecond() {
    if (memory.length == 0) {
      memory = new float[team.threads()][FLOATS];
    }
    float[] results = new float[team.threads()];
    int half = FLOATS / 2;
    long nanos =
        onAllThreads(
            worker -> results[worker] = kernels.dot(memory[worker], 0, memory[worker], half, half));
    return (double) team.threads() * FLOATS * Float.BYTES * 1e9 / nanos;
  }

  private long onAllThreads(PerThread work) {
    try (Lease lease = team.lease(team.threads())) {
      long start = System.nanoTime();
      lease.run(team.threads(), (task, _) -> work.run(task));
      return System.nanoTime() - start;
    }
  }

  @FunctionalInterface
  private interface PerThread {
    void run(int thread);
  }

  @Override
  public void close() {
    team.close();
  }
}
