package dev.lanewise.engine.parallel;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkerTeamTest {
  private static final InheritableThreadLocal<String> INHERITABLE = new InheritableThreadLocal<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void runsEveryTaskOnce(int threads) {
    try (WorkerTeam team = new WorkerTeam(threads);
        Lease lease = team.lease(threads)) {
      for (int tasks : new int[] {0, 1, 2, 3, 7, 64, 1000, 3}) {
        AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
        lease.run(tasks, (index, worker) -> runs.incrementAndGet(index));
        for (int i = 0; i < tasks; i++) {
          assertEquals(1, runs.get(i), "task " + i + " of " + tasks);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void makesSomethingOfTwoThingsMadeAtOnce(int threads) {
    try (WorkerTeam team = new WorkerTeam(threads);
        Lease lease = team.lease(threads)) {
      assertEquals("a1", lease.both(() -> "a", () -> 1, (a, b) -> a + b));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void throwsWhatTheFirstOfTwoThrewWhoeverWasFaster(int threads) {
    try (WorkerTeam team = new WorkerTeam(threads);
        Lease lease = team.lease(threads)) {
      CountDownLatch secondFailed = new CountDownLatch(threads - 1);
      Supplier<String> first =
          () -> {
            await(secondFailed);
            throw new IllegalArgumentException("first");
          };
      Supplier<String> second =
          () -> {
            secondFailed.countDown();
            throw new StackOverflowError("second");
          };
      var e = assertThrows(RuntimeException.class, () -> lease.both(first, second, String::concat));
      assertEquals("first", e.getMessage());
      var f = assertThrows(Error.class, () -> lease.both(() -> "fine", second, String::concat));
      assertEquals("second", f.getMessage());
    }
  }

  @Test
  void givesNoWorkerNumberToTwoTasksAtOnce() {
    try (WorkerTeam team = new WorkerTeam(4);
        Lease lease = team.lease(4)) {
      AtomicIntegerArray inUse = new AtomicIntegerArray(lease.workers());
      lease.run(
          2000,
          (index, worker) -> {
            assertEquals(1, inUse.incrementAndGet(worker));
            Thread.onSpinWait();
            inUse.decrementAndGet(worker);
          });
    }
  }

  @Test
  void givesOneCallerAllThreadsAndFurtherOnesWhatIsLeft() {
    try (WorkerTeam team = new WorkerTeam(4);
        Lease two = team.lease(2);
        Lease rest = team.lease(4)) {
      assertEquals(4, team.threads());
      assertEquals(2, two.workers());
      assertEquals(2, rest.workers());
    }
  }

  @Test
  void givesHelpersBackWithTheLease() {
    try (WorkerTeam team = new WorkerTeam(3)) {
      for (int i = 0; i < 5; i++) {
        try (Lease lease = team.lease(100)) {
          assertEquals(3, lease.workers());
          assertEquals(3, threadsOf(lease).stream().distinct().count());
        }
      }
    }
  }

  @Test
  void throwsWhatATaskThrewAndGoesOn() {
    try (WorkerTeam team = new WorkerTeam(3);
        Lease lease = team.lease(3)) {
      for (Throwable thrown : List.of(new IllegalStateException("x"), new StackOverflowError())) {
        AtomicInteger running = new AtomicInteger();
        Throwable caught =
            assertThrows(
                Throwable.class,
                () ->
                    lease.run(
                        500,
                        (index, worker) -> {
                          running.incrementAndGet();
                          try {
                            failAt(250, index, thrown);
                          } finally {
                            running.decrementAndGet();
                          }
                        }));
        assertSame(thrown, caught);
        assertEquals(0, running.get(), "tasks still run");
      }
      AtomicInteger runs = new AtomicInteger();
      lease.run(10, (index, worker) -> runs.incrementAndGet());
      assertEquals(10, runs.get());
    }
  }

  @Test
  void neverLetsMoreThreadsComputeThanItHasPlaces() throws InterruptedException {
    AtomicInteger computing = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger tasks = new AtomicInteger();
    List<Thread> callers = new ArrayList<>();
    try (WorkerTeam team = new WorkerTeam(3)) {
      for (int i = 0; i < 12; i++) {
        int wanted = 1 + i % 4;
        Runnable caller =
            () -> {
              for (int round = 0; round < 50; round++) {
                try (Lease lease = team.lease(wanted)) {
                  lease.run(
                      10,
                      (index, worker) -> {
                        most.accumulateAndGet(computing.incrementAndGet(), Math::max);
                        Thread.onSpinWait();
                        computing.decrementAndGet();
                        tasks.incrementAndGet();
                      });
                }
              }
            };
        // Virtual threads as well: they are what servers call from.
        callers.add(
            i % 2 == 0 ? Thread.ofPlatform().start(caller) : Thread.ofVirtual().start(caller));
      }
      for (Thread caller : callers) {
        caller.join();
      }
    }
    assertEquals(12 * 50 * 10, tasks.get());
    assertTrue(most.get() <= 3, () -> most + " threads computed");
  }

  /** Overtaking is bounded: callers that never let go of the team can't keep others out. */
  @Test
  void aSleepingCallerGetsItsTurn() throws InterruptedException {
    try (WorkerTeam team = new WorkerTeam(1)) {
      AtomicBoolean served = new AtomicBoolean();
      Thread sleeper;
      try (Lease lease = team.lease(1)) {
        sleeper =
            Thread.ofPlatform()
                .start(
                    () -> {
                      team.lease(1).close();
                      served.set(true);
                    });
        while (sleeper.getState() != Thread.State.WAITING) {
          Thread.onSpinWait();
        }
        lease.run(1, (index, worker) -> {});
      }
      // Without an end to overtaking this thread, which never sleeps, would mostly win.
      for (int calls = 0; !served.get(); calls++) {
        assertTrue(calls < 1_000_000, "still asleep");
        team.lease(1).close();
      }
      sleeper.join();
    }
  }

  /** Its thread may sleep for longer than the others need for all the work. */
  @Test
  void aJobThatAHelperHasNotBegunIsTakenBack() {
    Helper helper = new Helper("not started");
    Helper.Assignment given = new Helper.Assignment(new Job(), 1);
    assertFalse(helper.takeBack(given));
    helper.give(given);
    assertFalse(helper.takeBack(new Helper.Assignment(new Job(), 1)));
    assertTrue(helper.takeBack(given));
    assertFalse(helper.takeBack(given));
  }

  @Test
  void anInterruptedCallerComputesAndStaysInterrupted() {
    try (WorkerTeam team = new WorkerTeam(2)) {
      Thread.currentThread().interrupt();
      AtomicInteger runs = new AtomicInteger();
      try (Lease lease = team.lease(2)) {
        lease.run(100, (index, worker) -> runs.incrementAndGet());
      }
      assertTrue(Thread.interrupted());
      assertEquals(100, runs.get());
    }
  }

  @Test
  void closingWaitsForALeaseAndEndsTheThreads() throws InterruptedException {
    WorkerTeam team = new WorkerTeam(3);
    AtomicInteger runs = new AtomicInteger();
    List<Thread> threads;
    Thread closer;
    try (Lease lease = team.lease(3)) {
      threads = threadsOf(lease);
      closer = Thread.ofPlatform().start(team::close);
      while (closer.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      lease.run(100, (index, worker) -> runs.incrementAndGet());
    }
    closer.join();
    assertEquals(100, runs.get());
    for (Thread thread : threads) {
      if (thread != Thread.currentThread()) {
        thread.join();
        assertFalse(thread.isAlive());
      }
    }
  }

  @Test
  void refusesALeaseOnceItIsClosed() {
    WorkerTeam team = new WorkerTeam(2);
    team.close();
    team.close();
    assertAll(
        () -> assertThrows(IllegalStateException.class, () -> team.lease(2)),
        () -> assertThrows(IllegalStateException.class, () -> team.lease(1)));
  }

  @Test
  void aLeaseClosedTwiceGivesItsPlacesBackOnce() {
    try (WorkerTeam team = new WorkerTeam(2)) {
      Lease lease = team.lease(2);
      lease.close();
      lease.close();
      assertThrows(IllegalStateException.class, () -> lease.run(1, (index, worker) -> {}));
      try (Lease one = team.lease(1);
          Lease other = team.lease(2)) {
        assertEquals(1, one.workers());
        assertEquals(1, other.workers());
      }
    }
  }

  @Test
  void refusesToHaveNoThread() {
    assertThrows(IllegalArgumentException.class, () -> new WorkerTeam(0));
  }

  /** An application's class loader would otherwise live as long as a model that it opened. */
  @Test
  void itsThreadsKeepNothingOfWhoMadeThem() throws Exception {
    Thread maker = Thread.currentThread();
    ClassLoader before = maker.getContextClassLoader();
    try (URLClassLoader application = new URLClassLoader(new URL[0], before)) {
      maker.setContextClassLoader(application);
      INHERITABLE.set("of the application");
      AtomicReferenceArray<String> inherited = new AtomicReferenceArray<>(3);
      try (WorkerTeam team = new WorkerTeam(3);
          Lease lease = team.lease(3)) {
        maker.setContextClassLoader(before);
        INHERITABLE.remove();
        for (Thread thread : threadsOf(lease, inherited)) {
          assertNotSame(application, thread.getContextClassLoader());
        }
        for (int i = 0; i < inherited.length(); i++) {
          assertNull(inherited.get(i));
        }
      } finally {
        maker.setContextClassLoader(before);
        INHERITABLE.remove();
      }
    }
  }

  @Test
  void itsThreadsAreNamedAndDoNotKeepTheProcessAlive() {
    try (WorkerTeam team = new WorkerTeam(3);
        Lease lease = team.lease(3)) {
      List<Thread> helpers =
          threadsOf(lease).stream().filter(thread -> thread != Thread.currentThread()).toList();
      assertEquals(
          List.of("lanewise-1", "lanewise-2"),
          helpers.stream().map(Thread::getName).sorted().toList());
      assertTrue(helpers.stream().allMatch(Thread::isDaemon));
    }
  }

  /** A thread that stayed interrupted could not wait any more, only spin. */
  @Test
  void anIdleThreadThatIsInterruptedGoesBackToWaiting() {
    try (WorkerTeam team = new WorkerTeam(2);
        Lease lease = team.lease(2)) {
      Thread helper =
          threadsOf(lease).stream()
              .filter(thread -> thread != Thread.currentThread())
              .findFirst()
              .orElseThrow();
      helper.interrupt();
      while (helper.isInterrupted() || helper.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertEquals(2, threadsOf(lease).size());
    }
  }

  /** All threads of a lease: each task waits until all have begun, so no thread takes two. */
  private static List<Thread> threadsOf(Lease lease) {
    return threadsOf(lease, new AtomicReferenceArray<>(lease.workers()));
  }

  private static List<Thread> threadsOf(Lease lease, AtomicReferenceArray<String> inherited) {
    AtomicReferenceArray<Thread> threads = new AtomicReferenceArray<>(lease.workers());
    CountDownLatch begun = new CountDownLatch(lease.workers());
    lease.run(
        lease.workers(),
        (index, worker) -> {
          threads.set(worker, Thread.currentThread());
          inherited.set(worker, INHERITABLE.get());
          begun.countDown();
          await(begun);
        });
    List<Thread> list = new ArrayList<>();
    for (int i = 0; i < threads.length(); i++) {
      list.add(threads.get(i));
    }
    return list;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void failAt(int failing, int index, Throwable thrown) {
    if (index == failing) {
      switch (thrown) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalStateException(thrown);
      }
    }
  }
}
