package dev.lanewise.engine.measure;

import java.util.Optional;

/** Times the operations of one pass, one after the other; stands still while nobody measures. */
public final class Stopwatch {
  private Optional<OperationLog> log = Optional.empty();
  private long since;

  /** Stands still. */
  public Stopwatch() {}

  /**
   * Starts.
   *
   * @param log where to write; empty to measure nothing
   */
  public void start(Optional<OperationLog> log) {
    this.log = log;
    since = log.isPresent() ? System.nanoTime() : 0;
  }

  /** Whether anybody measures. */
  public boolean isRunning() {
    return log.isPresent();
  }

  /**
   * An operation has come to its end, and the next begins.
   *
   * @param flops floating-point operations, a fused multiply-add counted as two
   * @param bytes what it reads and writes at the least, weights included
   */
  public void lap(Operation operation, long flops, long bytes) {
    if (log.isPresent()) {
      long now = System.nanoTime();
      log.get().add(operation, now - since, flops, bytes);
      since = now;
    }
  }
}
