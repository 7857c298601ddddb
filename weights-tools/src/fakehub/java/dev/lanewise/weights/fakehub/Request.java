package dev.lanewise.weights.fakehub;

import java.util.Map;
import java.util.Optional;

/**
 * What a server was asked.
 *
 * @param method {@code GET} or {@code HEAD}
 * @param target the path, or the whole address if it was asked as a proxy
 * @param headers its headers, by names in small letters
 */
public record Request(String method, String target, Map<String, String> headers) {
  /** A header. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The path without the address before it. */
  public String path() {
    return target.replaceFirst("^http://[^/]+", "");
  }

  /** The first byte that is asked for, if not all are. */
  public Optional<Integer> from() {
    return header("range")
        .map(range -> Integer.parseInt(range.replaceFirst("bytes=(\\d+)-", "$1")));
  }
}
