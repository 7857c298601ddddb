package dev.lanewise.engine.parallel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fixed number of places at which threads may compute: calling threads bring themselves, helpers
 * fill what is free. Thread-safe.
 *
 * <p>With as many callers as places everybody computes alone; a single caller gets all helpers,
 * which is when its latency is best. With more callers than places one that comes along just when a
 * place is free may overtake those that sleep in the queue, since waking one takes about as long as
 * a short text's encoding; but only so many times in a row.
 */
public final class WorkerTeam implements AutoCloseable {
  /**
   * Callers in a row that may overtake: a wait of so many calls at most is added to a sleeper's.
   */
  private static final int MAX_OVERTAKING = 16;

  private final int places;
  private final Semaphore freePlaces;
  private final AtomicInteger overtaking = new AtomicInteger();
  private final List<Helper> helpers = new ArrayList<>();
  private final Deque<Helper> idleHelpers = new ArrayDeque<>(); // guarded by itself
  private volatile boolean closed;

  /**
   * @param threads the most threads that compute at the same time, callers included
   */
  public WorkerTeam(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: " + threads);
    }
    places = threads;
    // Fair to those who queue: a caller with one text could starve behind one with a million.
    freePlaces = new Semaphore(threads, true);
    for (int i = 1; i < threads; i++) {
      Helper helper = new Helper("lanewise-" + i);
      helpers.add(helper);
      idleHelpers.add(helper);
      helper.start();
    }
  }

  /** The most threads that compute at the same time. */
  public int threads() {
    return places;
  }

  /** How many places nobody has just now. */
  public int freePlaces() {
    return freePlaces.availablePermits();
  }

  /**
   * Waits for a place for the calling thread and takes along all helpers that are free.
   *
   * @throws IllegalStateException if the team is closed
   */
  public Lease lease() {
    return lease(places);
  }

  /**
   * Waits for a place for the calling thread and takes along the helpers that are free.
   *
   * @param wanted the most threads that are of use, the caller included
   * @throws IllegalStateException if the team is closed
   */
  public Lease lease(int wanted) {
    takePlace();
    if (closed) {
      freePlaces.release();
      throw new IllegalStateException("the team is closed");
    }
    List<Helper> taken = new ArrayList<>();
    // A place that a waiting caller can have is worth more to it than a helper to this one.
    while (taken.size() + 1 < wanted && !freePlaces.hasQueuedThreads() && freePlaces.tryAcquire()) {
      synchronized (idleHelpers) {
        // Every caller holds a place of its own, so a free place means an idle helper.
        taken.add(idleHelpers.removeFirst());
      }
    }
    return new Lease(this, taken);
  }

  private void takePlace() {
    boolean others = freePlaces.hasQueuedThreads();
    if (others && overtaking.incrementAndGet() > MAX_OVERTAKING) {
      freePlaces.acquireUninterruptibly();
    } else if (!freePlaces.tryAcquire()) {
      freePlaces.acquireUninterruptibly();
    } else if (others) {
      return; // has overtaken
    }
    overtaking.set(0);
  }

  void release(List<Helper> taken) {
    synchronized (idleHelpers) {
      taken.forEach(idleHelpers::addFirst);
    }
    freePlaces.release(taken.size() + 1);
  }

  /** Ends the helpers; waits for leases that are out, and later ones are refused. */
  @Override
  public void close() {
    freePlaces.acquireUninterruptibly(places);
    try {
      closed = true;
      for (Helper helper : helpers) {
        helper.end();
      }
    } finally {
      freePlaces.release(places);
    }
  }
}
