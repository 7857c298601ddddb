package dev.lanewise.engine.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tasks that several threads take one after the other. A lease has one for all its runs: a forward
 * pass has dozens of them, and nothing of an encode is to be made anew for each.
 */
final class Job {
  private int tasks;
  private Parallel.Task task = (_, _) -> {};
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger busyHelpers = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /**
   * Begins a run. No helper may be at work on the one before; those of this one are given the job
   * afterwards, which lets them see what is set here.
   */
  void start(int tasks, Parallel.Task task, int helpers) {
    this.tasks = tasks;
    this.task = task;
    next.set(0);
    busyHelpers.set(helpers);
    failure.set(null);
  }

  /** Takes tasks until none is left, or one has failed. */
  void work(int worker) {
    try {
      for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
        task.run(i, worker);
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
      next.set(tasks);
    }
  }

  void helperDone() {
    busyHelpers.decrementAndGet();
  }

  /** Waits for the helpers' last tasks, which are about as long as the caller's own was. */
  void awaitHelpers() {
    for (int spins = 0; busyHelpers.get() > 0; spins++) {
      Helper.pause(spins);
    }
  }

  void rethrow() {
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw unchecked(thrown);
    }
  }

  /** What was thrown, to be thrown again as it is; an error is thrown here. */
  static RuntimeException unchecked(Throwable thrown) {
    return switch (thrown) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      case Throwable e -> new IllegalStateException(e);
    };
  }
}
