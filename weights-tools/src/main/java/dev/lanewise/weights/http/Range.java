package dev.lanewise.weights.http;

import java.util.Optional;

/**
 * The part of a file that is asked for: what follows its first bytes.
 *
 * @param from how many bytes are there already
 * @param etag what the rest must belong to
 */
public record Range(long from, String etag) {
  /** The whole file. */
  public static final Range ALL = new Range(0, "");

  Optional<String> header() {
    return from == 0 ? Optional.empty() : Optional.of("bytes=" + from + "-");
  }

  /** Makes a server send the whole file if it isn't the same any more. */
  Optional<String> condition() {
    return from == 0 ? Optional.empty() : Optional.of("\"" + etag + "\"");
  }
}
