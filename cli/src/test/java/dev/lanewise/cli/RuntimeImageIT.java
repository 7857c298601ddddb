package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine in runtime images made by jlink: one that holds java.base alone and one with the
 * Vector API, both giving the reference's vectors, and the same ones.
 */
class RuntimeImageIT {
  private static final String JARS =
      modulePath("lanewise-engine") + ":" + modulePath("lanewise-tokenizer");

  @TempDir private Path folder = Path.of("");

  @Test
  void runsWithJavaBaseAlone() {
    Path image = link("base", "java.base");
    assertEquals(List.of("java.base"), modules(image));
    check(onClassPath(image), "scalar");
  }

  @Test
  void runsWithTheVectorModule() {
    Path image = link("vector", "java.base,jdk.incubator.vector");
    List<String> command = onClassPath(image);
    command.add(1, "--add-modules=jdk.incubator.vector");
    check(command, "vector-");
  }

  @Test
  void runsLinkedIntoTheImage() {
    Path image = link("linked", "dev.lanewise.engine");
    assertTrue(modules(image).contains("dev.lanewise.engine"));
    Path classes = Path.of("target", "test-classes").toAbsolutePath();
    check(java(image, "-cp", classes.toString(), GoldenCheck.class.getName()), "scalar");
  }

  private Path link(String name, String modules) {
    Path image = folder.resolve(name);
    Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
    CommandLineRun run =
        CommandLineRun.run(
            List.of(
                "" + jlink,
                "--module-path",
                JARS,
                "--add-modules",
                modules,
                "--output",
                "" + image),
            Map.of(),
            new byte[0]);
    assertEquals(0, run.exitCode(), run.out() + run.err());
    return image;
  }

  private static List<String> modules(Path image) {
    CommandLineRun run = CommandLineRun.run(java(image, "--list-modules"), Map.of(), new byte[0]);
    return run.lines().stream().map(module -> module.replaceAll("@.*", "")).toList();
  }

  private static List<String> onClassPath(Path image) {
    Path classes = Path.of("target", "test-classes").toAbsolutePath();
    return java(
        image,
        "--illegal-native-access=deny",
        "-cp",
        JARS + File.pathSeparator + classes,
        GoldenCheck.class.getName());
  }

  private static List<String> java(Path image, String... arguments) {
    List<String> command = new ArrayList<>(List.of("" + image.resolve("bin/java")));
    command.addAll(List.of(arguments));
    return command;
  }

  private static void check(List<String> command, String kernel) {
    CommandLineRun run = CommandLineRun.run(command, Map.of(), new byte[0]);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().startsWith("kernel " + kernel), run.out());
  }

  private static Path modulePath(String artifact) {
    File[] jars =
        Path.of("target", "modules").toFile().listFiles((_, name) -> name.startsWith(artifact));
    if (jars == null || jars.length != 1) {
      throw new IllegalStateException("expected one jar of " + artifact + " in target/modules");
    }
    return jars[0].toPath().toAbsolutePath();
  }
}
