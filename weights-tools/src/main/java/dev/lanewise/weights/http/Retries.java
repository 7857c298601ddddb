package dev.lanewise.weights.http;

import dev.lanewise.weights.hub.HubException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Makes requests again that failed for no lasting reason: after 1, 2, 4, 8 and 16 seconds and a
 * little by chance, or after as long as the server asks for. What has brought something on doesn't
 * count as a failure, so that a large file gets through a bad line in as many pieces as it takes.
 */
public final class Retries {
  private static final int MOST = 5;
  private static final long FIRST_MILLIS = 1000;
  private static final double JITTER = 0.25;

  /** Limits on requests are counted over five minutes. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    /** Waits this long. */
    void sleep(Duration time) throws InterruptedException;
  }

  /** Something that may fail. */
  @FunctionalInterface
  public interface Action<T> {
    /** Tries it. */
    T run() throws IOException;
  }

  private final Pause pause;
  private final Consumer<String> notes;

  /**
   * @param pause how to wait
   * @param notes hears of each failure that is followed by another try
   */
  public Retries(Pause pause, Consumer<String> notes) {
    this.pause = pause;
    this.notes = notes;
  }

  /**
   * Does something until it succeeds.
   *
   * @throws IOException if it fails for good, or too often in a row
   */
  public <T> T run(Action<T> action) throws IOException {
    int failures = 0;
    while (true) {
      try {
        return action.run();
      } catch (TransientFailure e) {
        failures = e.progressed() ? 1 : failures + 1;
        if (failures > MOST) {
          throw new HubException(e.getMessage() + "; given up after " + MOST + " retries", e);
        }
        sleep(e, failures);
      }
    }
  }

  private void sleep(TransientFailure failure, int failures) throws IOException {
    Duration time = failure.waitingTime().orElseGet(() -> backoff(failures));
    if (time.compareTo(LONGEST) > 0) {
      throw new HubException(
          failure.getMessage() + ", and asks to wait for " + time.toSeconds() + " s", failure);
    }
    notes.accept(
        String.format(
            Locale.ROOT,
            "%s; trying again in %.0f s (%d of %d)",
            failure.getMessage(),
            Math.ceil(time.toMillis() / 1e3),
            failures,
            MOST));
    try {
      pause.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted while waiting").initCause(e);
    }
  }

  private static Duration backoff(int failures) {
    double factor = 1 + JITTER * ThreadLocalRandom.current().nextDouble();
    return Duration.ofMillis((long) ((FIRST_MILLIS << (failures - 1)) * factor));
  }
}
