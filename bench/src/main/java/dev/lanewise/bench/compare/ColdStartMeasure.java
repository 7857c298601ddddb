package dev.lanewise.bench.compare;

import dev.lanewise.bench.results.Results.ColdStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command, from its start to the end of a process that has printed one vector. */
final class ColdStartMeasure {
  /** What every text of the command gets as options for Java. */
  private static final String OPTIONS_VARIABLE = "LANEWISE_JAVA_OPTS";

  private static final long TIMEOUT_SECONDS = 120;

  private final Path launcher;
  private final Path model;

  /**
   * @param launcher the {@code lanewise} script
   */
  ColdStartMeasure(Path launcher, Path model) {
    this.launcher = launcher.toAbsolutePath();
    this.model = model.toAbsolutePath();
  }

  /** Ways to start Java, taking turns. To measure another, add a line. */
  List<ColdStart> measure(Plan plan) {
    try {
      Path folder = Files.createTempDirectory("lanewise-cold-start");
      try {
        Path cache = folder.resolve("lanewise.aot");
        run(""); // builds the command where that is needed, and warms the disk
        run("-XX:AOTCacheOutput=" + cache);
        Map<String, String> variants = new LinkedHashMap<>();
        variants.put("as the launcher starts it", "");
        variants.put("without an AOT cache", "-XX:AOTMode=off");
        if (Files.exists(cache)) {
          variants.put("with an AOT cache made by -XX:AOTCacheOutput", "-XX:AOTCache=" + cache);
        }
        List<ColdStart> found = new ArrayList<>();
        Turns.take(
                List.copyOf(variants.keySet()), plan.rounds(), name -> run(option(variants, name)))
            .forEach((name, seconds) -> found.add(new ColdStart(name, seconds)));
        return found;
      } finally {
        Files.deleteIfExists(folder.resolve("lanewise.aot"));
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String option(Map<String, String> variants, String name) {
    return variants.getOrDefault(name, "");
  }

  /** Seconds of wall-clock time. */
  private double run(String javaOptions) {
    ProcessBuilder builder =
        new ProcessBuilder(
            launcher.toString(), "embed", "--model", model.toString(), "--text", "What is PVC?");
    builder.environment().put(OPTIONS_VARIABLE, javaOptions);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      long start = System.nanoTime();
      Process process = builder.start();
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the command did not end: " + builder.command());
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException("the command failed: " + builder.command());
      }
      return (System.nanoTime() - start) / 1e9;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
