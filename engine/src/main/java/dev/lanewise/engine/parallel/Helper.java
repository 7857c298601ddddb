package dev.lanewise.engine.parallel;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** A thread that works on the jobs it is given. */
final class Helper {
  /** About the time between two jobs of one forward pass; then it is cheaper to sleep. */
  private static final int SPINS_BEFORE_PARKING = 20_000;

  /** Where there are fewer processors than threads, waiting must let the others run. */
  private static final int SPINS_BEFORE_YIELDING = 5_000;

  /** To take part in a job, under a number. */
  record Assignment(Job job, int worker) {}

  /** What the helper has not begun yet. */
  private final AtomicReference<Assignment> assignment = new AtomicReference<>();

  private final Thread thread;
  private volatile boolean parked;
  private volatile boolean ended;

  Helper(String name) {
    // Inheriting from whoever happened to open a model would keep an application's class loader and
    // its thread-locals alive as long as the model.
    thread =
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .inheritInheritableThreadLocals(false)
            .unstarted(this::loop);
  }

  void start() {
    thread.start();
  }

  /** Gives the helper, which must be idle, a job to take part in. */
  void give(Assignment given) {
    assignment.set(given);
    if (parked) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * Takes a job back that the helper has not begun: a thread that slept may wake up long after the
   * others have done all the work.
   *
   * @return whether it takes no part in the job, now or later
   */
  boolean takeBack(Assignment given) {
    return assignment.compareAndSet(given, null);
  }

  void end() {
    ended = true;
    LockSupport.unpark(thread);
  }

  private void loop() {
    int spins = 0;
    while (!ended) {
      Assignment mine = assignment.getAndSet(null);
      if (mine != null) {
        mine.job().work(mine.worker());
        mine.job().helperDone();
        spins = 0;
      } else if (spins < SPINS_BEFORE_PARKING) {
        pause(spins++);
      } else {
        parked = true;
        // Whoever gives a job sets it first and looks at the flag then; so look at the job again.
        if (assignment.get() == null && !ended) {
          LockSupport.park(this);
          // Nobody here interrupts, but a thread group may; parking would never wait again.
          Thread.interrupted();
        }
        parked = false;
        spins = 0;
      }
    }
  }

  /** Lets a moment pass. */
  @SuppressWarnings("ThreadPriorityCheck") // yielding is a courtesy here, not a means to be correct
  static void pause(int spins) {
    if (spins < SPINS_BEFORE_YIELDING) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }
}
