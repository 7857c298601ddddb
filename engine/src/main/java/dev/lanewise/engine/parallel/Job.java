package dev.lanewise.engine.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Tasks that several threads take one after the other. */
final class Job {
  private final int tasks;
  private final Parallel.Task task;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger busyHelpers;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  Job(int tasks, Parallel.Task task, int helpers) {
    this.tasks = tasks;
    this.task = task;
    this.busyHelpers = new AtomicInteger(helpers);
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
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}
