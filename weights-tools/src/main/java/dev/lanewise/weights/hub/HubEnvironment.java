package dev.lanewise.weights.hub;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The hub's own variables, with the meaning that its tools give them. */
record HubEnvironment(Map<String, String> variables) {
  private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");

  /** The first of these variables that is set to something. */
  Optional<String> find(String... names) {
    return Stream.of(names)
        .map(name -> variables.getOrDefault(name, "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  boolean isTrue(String... names) {
    return find(names).map(value -> TRUE.contains(value.toUpperCase(Locale.ROOT))).orElse(false);
  }

  /** A folder or file that a variable names; {@code ~} is the user's home. */
  Optional<Path> path(String... names) {
    return find(names)
        .map(
            value ->
                value.equals("~") || value.startsWith("~/")
                    ? userHome().resolve(value.substring(Math.min(2, value.length())))
                    : Path.of(value));
  }

  /** The folder that holds the cache and the token. */
  Path home() {
    return path("HF_HOME")
        .orElseGet(
            () ->
                path("XDG_CACHE_HOME")
                    .orElseGet(() -> userHome().resolve(".cache"))
                    .resolve("huggingface"));
  }

  private static Path userHome() {
    return Path.of(System.getProperty("user.home"));
  }
}
