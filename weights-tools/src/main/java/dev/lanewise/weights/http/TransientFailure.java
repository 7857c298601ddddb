package dev.lanewise.weights.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A request that failed and may succeed when it is made again. */
public final class TransientFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /** Zero where the server says nothing. */
  private final Duration wait;

  private final boolean progressed;

  private TransientFailure(String message, IOException cause, Duration wait, boolean progressed) {
    super(message, cause);
    this.wait = wait;
    this.progressed = progressed;
  }

  /** A connection that failed, after some of what was asked for had come or before. */
  public static TransientFailure of(String message, IOException cause, boolean progressed) {
    return new TransientFailure(message, cause, Duration.ZERO, progressed);
  }

  /** A server that can't answer now. */
  static TransientFailure busy(String message, Optional<Duration> wait) {
    return new TransientFailure(
        message, new IOException(message), wait.orElse(Duration.ZERO), false);
  }

  /** How long the server asks to wait. */
  Optional<Duration> waitingTime() {
    return Optional.of(wait).filter(Duration::isPositive);
  }

  /** Whether there is more now than before the request. */
  boolean progressed() {
    return progressed;
  }
}
