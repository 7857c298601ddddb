package dev.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What an encoder must not leave behind. */
final class Leftovers {
  private static final Path MAPPINGS = Path.of("/proc/self/maps");
  private static final Duration TIME_TO_END = Duration.ofSeconds(5);

  private Leftovers() {}

  /** Fails if a file below a folder is still mapped, or one of the engine's threads still lives. */
  static void assertNone(Path folder) {
    assertEquals(List.of(), mappings(folder));
    assertNoThreads();
  }

  /** Fails if one of the engine's threads lives and doesn't end by itself. */
  static void assertNoThreads() {
    for (Thread thread : threads()) {
      try {
        thread.join(TIME_TO_END);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    assertEquals(List.of(), threads());
  }

  /** The engine's threads that live. */
  static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("lanewise-"))
        .toList();
  }

  /** Only Linux tells; elsewhere nothing is found. */
  private static List<String> mappings(Path folder) {
    if (!Files.exists(MAPPINGS)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(MAPPINGS)) {
      return lines.filter(line -> line.contains(folder.toString())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
