package dev.lanewise.engine.parallel;

import java.util.ArrayList;
import java.util.List;

/**
 * The calling thread and some helpers, until it is closed. To be used by the thread that took it.
 */
public final class Lease implements Parallel, AutoCloseable {
  private final WorkerTeam team;
  private final List<Helper> helpers;
  private final List<Helper.Assignment> assignments; // one for each helper, to the same job
  private boolean closed;

  Lease(WorkerTeam team, List<Helper> helpers) {
    this.team = team;
    this.helpers = helpers;
    assignments = helpers.isEmpty() ? List.of() : assignments(helpers.size());
  }

  private static List<Helper.Assignment> assignments(int helpers) {
    Job job = new Job();
    List<Helper.Assignment> assignments = new ArrayList<>(helpers);
    for (int i = 0; i < helpers; i++) {
      assignments.add(new Helper.Assignment(job, i + 1));
    }
    return assignments;
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
    Job job = assignments.getFirst().job();
    job.start(tasks, task, wanted);
    for (int i = 0; i < wanted; i++) {
      helpers.get(i).give(assignments.get(i));
    }
    job.work(0);
    for (int i = 0; i < wanted; i++) {
      if (helpers.get(i).takeBack(assignments.get(i))) {
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
