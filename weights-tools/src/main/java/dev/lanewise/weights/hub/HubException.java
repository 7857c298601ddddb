package dev.lanewise.weights.hub;

import java.io.IOException;

/** What a hub refuses, or answers that can't be right. Trying again would not help. */
public final class HubException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was asked for, and what is wrong with the answer
   */
  public HubException(String message) {
    super(message);
  }

  /**
   * What has been found wrong in an answer.
   *
   * @param cause an exception whose message names the answer
   */
  public HubException(RuntimeException cause) {
    super(cause.getMessage(), cause);
  }

  /**
   * @param message what was asked for, and what is wrong with the answer
   * @param cause what it was found by
   */
  public HubException(String message, Throwable cause) {
    super(message, cause);
  }
}
