package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher and the built modules, as a new user starts them. */
class LauncherIT {
  private static final String LAUNCHER = "./lanewise";

  @TempDir private Path folder = Path.of("");

  @Test
  void theReadmesCommandsDoWhatTheySay() throws IOException {
    List<String> commands =
        Files.readAllLines(CommandLineRun.REPOSITORY.resolve("README.md")).stream()
            .filter(line -> line.startsWith(LAUNCHER + " "))
            .filter(line -> !line.contains(" ./")) // names a model that a reader has to bring
            .filter(line -> !line.startsWith(LAUNCHER + " pull ")) // needs the network
            .toList();
    assertFalse(commands.isEmpty());
    for (String command : commands) {
      CommandLineRun run = run(List.of("sh", "-c", command), Map.of());
      assertEquals(0, run.exitCode(), command + ": " + run.err());
      assertFalse(run.out().isBlank(), command);
    }
    CommandLineRun first = run(List.of("sh", "-c", commands.get(0)), Map.of());
    assertTrue(first.lines().get(0).contains("Polyvinyl chloride (PVC)"), first.out());
  }

  @Test
  void textsSurviveALocaleWithoutUtf8() {
    Map<String, String> environment = Map.of("LC_ALL", "", "LANG", "POSIX");
    CommandLineRun run =
        run(
            List.of(LAUNCHER, "search", "停车", "--docs", "examples/faq.jsonl", "--top", "1"),
            environment);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("访客可以把车停在正门前蓝色标记的车位上"), run.out());
  }

  @Test
  void runsOnTheModulePathFromAnywhereThroughALink() throws IOException {
    Path link = folder.resolve("linked");
    Files.createSymbolicLink(link, CommandLineRun.REPOSITORY.resolve("lanewise"));
    CommandLineRun run = run(List.of("sh", "-c", "cd / && '" + link + "' --version"), Map.of());
    assertEquals(0, run.exitCode(), run.err());
    // Only a named module has a version.
    assertTrue(run.out().startsWith("lanewise 0."), run.out());
  }

  @Test
  void warningsAreOneLineEach() {
    CommandLineRun run =
        run(
            List.of(
                LAUNCHER, "embed", "--text", "a", "--model", "" + CommandLineRun.golden("plain")),
            Map.of());
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("lanewise: warning: "), run.err());
  }

  @Test
  void findsAJdkEvenIfJavaHomeAndPathHaveAnother() throws IOException {
    Path old = Files.createDirectories(folder.resolve("old/bin"));
    Files.writeString(folder.resolve("old/release"), "JAVA_VERSION=\"17.0.1\"\n");
    Files.writeString(old.resolve("java"), "#!/bin/sh\nexit 42\n");
    assertTrue(old.resolve("java").toFile().setExecutable(true));
    CommandLineRun run =
        run(
            List.of(LAUNCHER, "--version"),
            Map.of(
                "JAVA_HOME", "" + folder.resolve("old"),
                "PATH", old + ":" + System.getenv("PATH")));
    assertEquals(0, run.exitCode(), run.err());
  }

  @Test
  void keepsTheLoadedClassesForTheNextStart() throws IOException {
    assertEquals(0, run(List.of(LAUNCHER, "--version"), Map.of()).exitCode());
    Path target = CommandLineRun.REPOSITORY.resolve("cli/target");
    try (Stream<Path> files = Files.list(target)) {
      Path cache = files.filter(file -> file.toString().endsWith(".aot")).findFirst().orElseThrow();
      assertTrue(Files.size(cache) > 0, "it couldn't be made");
    }
    // Options that the cache wasn't made with: it isn't used, and nothing is said.
    CommandLineRun run =
        run(List.of(LAUNCHER, "--version"), Map.of("LANEWISE_JAVA_OPTS", "-XX:-UseCompressedOops"));
    assertEquals(0, run.exitCode(), run.err());
    assertEquals("", run.err());
  }

  private static CommandLineRun run(List<String> command, Map<String, String> environment) {
    return CommandLineRun.run(command, environment, new byte[0]);
  }
}
