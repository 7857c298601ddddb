package dev.lanewise.engine.search;

import dev.lanewise.engine.parallel.Lease;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.parallel.WorkerTeam;
import java.lang.ref.Cleaner;
import java.util.Optional;

/**
 * The threads of an index. They end when nobody can search it any more, so that an index need not
 * be closed.
 */
final class IndexThreads implements Parallel {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Optional<WorkerTeam> team;

  /**
   * @param owner must be reachable while tasks run
   * @param threads the most that compute at the same time, callers included
   */
  IndexThreads(Object owner, int threads) {
    if (threads <= 1) {
      team = Optional.empty();
      return;
    }
    WorkerTeam started = new WorkerTeam(threads);
    team = Optional.of(started);
    var _ = CLEANER.register(owner, started::close);
  }

  @Override
  public int workers() {
    return team.map(WorkerTeam::threads).orElse(1);
  }

  @Override
  public void run(int tasks, Task task) {
    if (team.isEmpty()) {
      SERIAL.run(tasks, task);
      return;
    }
    try (Lease lease = team.get().lease(tasks)) {
      lease.run(tasks, task);
    }
  }
}
