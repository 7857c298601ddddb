package dev.lanewise.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.util.function.BooleanSupplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Counts the bytes that the current thread allocates, a few kilobytes for the counting included.
 *
 * <p>HotSpot's counter is asked for by name: its interface is no part of the platform's API.
 */
final class Allocation {
  private static final long PATIENCE_NANOS = 120_000_000_000L;
  private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

  private Allocation() {}

  /**
   * Asks again and again until the answer is yes: code that isn't compiled yet allocates what
   * compiled code doesn't, and how long the compiler takes is the machine's affair.
   *
   * @return whether the answer was yes before patience ran out
   */
  static boolean settles(BooleanSupplier question) {
    long start = System.nanoTime();
    boolean answer = question.getAsBoolean();
    while (!answer && System.nanoTime() - start < PATIENCE_NANOS) {
      answer = question.getAsBoolean();
    }
    return answer;
  }

  /** The fewest bytes that an action allocates in some runs. */
  static long least(int runs, Runnable action) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < runs; i++) {
      least = Math.min(least, of(action));
    }
    return least;
  }

  /** The bytes that an action allocates. */
  static long of(Runnable action) {
    long before = allocated();
    action.run();
    return allocated() - before;
  }

  private static long allocated() {
    long bytes;
    try {
      ObjectName threads = new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME);
      bytes = (Long) SERVER.getAttribute(threads, "CurrentThreadAllocatedBytes");
    } catch (JMException e) {
      bytes = -1;
    }
    assumeTrue(bytes >= 0, "this JVM doesn't count what threads allocate");
    return bytes;
  }
}
