package dev.lanewise.engine.measure;

import dev.lanewise.engine.kernel.KernelSelector;
import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.parallel.Lease;
import dev.lanewise.engine.parallel.WorkerTeam;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * What this machine could do at best: its arithmetic and its memory, measured with the engine's own
 * kernel and threads. Of several short measurements the best one counts, since everything that
 * disturbs one makes it slower.
 */
public final class MachineLimits implements AutoCloseable {
  /** Inner steps of a task of the arithmetic: some half a millisecond. */
  private static final int STEPS = 1 << 17;

  /** Tasks for each thread: were it one, a thread that wakes up late would find its own done. */
  private static final int TASKS_PER_THREAD = 32;

  private static final int WARM_UP_CALLS = 20_000;
  private static final int WARM_UP_STEPS = 256;

  /** Floats that are read for each thread: far more than caches hold, in bytes 128 MiB. */
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
    int tasks = TASKS_PER_THREAD * team.threads();
    float[] results = new float[tasks];
    long[] flops = new long[tasks];
    long nanos = onAllThreads(tasks, task -> flops[task] = kernels.burn(STEPS, results, task));
    return Arrays.stream(flops).sum() * 1e9 / nanos;
  }

  /** Measures the memory once: bytes a second that all threads together read. */
  public double bytesPerSecond() {
    if (memory.length == 0) {
      memory = new float[team.threads()][FLOATS];
    }
    int tasks = TASKS_PER_THREAD * team.threads();
    float[] results = new float[tasks];
    int half = FLOATS / TASKS_PER_THREAD / 2;
    long nanos = onAllThreads(tasks, task -> results[task] = readPart(task, half));
    return (double) team.threads() * FLOATS * Float.BYTES * 1e9 / nanos;
  }

  /** Reads both halves of a task's part of the memory. */
  private float readPart(int task, int half) {
    float[] values = memory[task / TASKS_PER_THREAD];
    int start = task % TASKS_PER_THREAD * 2 * half;
    return kernels.dot(values, start, values, start + half, half);
  }

  private long onAllThreads(int tasks, IntConsumer work) {
    try (Lease lease = team.lease()) {
      long start = System.nanoTime();
      lease.run(tasks, (task, _) -> work.accept(task));
      return System.nanoTime() - start;
    }
  }

  @Override
  public void close() {
    team.close();
  }
}
