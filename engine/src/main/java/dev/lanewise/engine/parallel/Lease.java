package dev.lanewise.engine.parallel;

import java.util.List;

/**
 * The calling thread and some helpers, until it is closed. To be used by the thread that took it.
 */
public final class Lease implements Parallel, AutoCloseable {
  private final WorkerTeam team;
  private final List<Helper> helpers;
  private boolean closed;

  Lease(WorkerTeam team, List<Helper> helpers) {
    this.team = team;
    this.helpers = helpers;
  }

  @Override
  public int workers() {
    return helpers.size() + 1;
  }

  @Override
  public void run(int tasks, Task task) {
    if (closed) {
      throw new IllegalStateException("the lease is closed");
    }
    int wanted = Math.min(helpers.size(), tasks - 1);
    if (wanted <= 0) {
      SERIAL.run(tasks, task);
      return;
    }
    Job job = new Job(tasks, task, wanted);
    for (int i = 0; i < wanted; i++) {
      helpers.get(i).give(job, i + 1);
    }
    job.work(0);
    for (int i = 0; i < wanted; i++) {
      if (helpers.get(i).takeBack(job)) {
        job.helperDone();
      }
    }
    job.awaitHelpers();
    job.rethrow();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      team.release(helpers);
    }
  }
}
