package dev.lanewise.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A command run in a process of its own, as users run it: only there are exit codes, streams and
 * encodings the real ones.
 *
 * @param exitCode the process's exit code
 * @param outBytes what it wrote to standard output
 * @param err what it wrote to standard error, without the JVM's note about incubator modules
 */
record CommandLineRun(int exitCode, byte[] outBytes, String err) {
  /** The repository's root, where the build runs one folder below. */
  static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  private static final Map<String, String> LOCALE = Map.of("LC_ALL", "C.UTF-8");

  /** A small model whose vectors are known. */
  static Path golden(String model) {
    return REPOSITORY.resolve("engine/src/test/resources/golden").resolve(model);
  }

  /** Runs the command's main class from the class path of this test. */
  static CommandLineRun lanewise(String... arguments) {
    return lanewise(new byte[0], arguments);
  }

  /** Runs the command with this on standard input. */
  static CommandLineRun lanewise(byte[] input, String... arguments) {
    return run(command(arguments), LOCALE, input);
  }

  /** Runs the command with these variables too. */
  static CommandLineRun lanewise(Map<String, String> environment, String... arguments) {
    return run(command(arguments), withLocale(environment), new byte[0]);
  }

  /** Starts the command with these variables and doesn't wait for it. */
  static Process start(Map<String, String> environment, String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command(arguments))
            .directory(REPOSITORY.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(withLocale(environment));
    return builder.start();
  }

  private static Map<String, String> withLocale(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(LOCALE);
    all.putAll(environment);
    return all;
  }

  private static List<String> command(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                java(),
                "--add-modules=jdk.incubator.vector",
                "-Dlanewise.home=" + REPOSITORY,
                "-Dsun.jnu.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.lanewise.cli.Main"));
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  /** The Java that runs this test. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Runs any command in the repository's root. */
  static CommandLineRun run(List<String> command, Map<String, String> environment, byte[] input) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(REPOSITORY.toFile());
    builder.environment().putAll(new HashMap<>(environment));
    try {
      Process process = builder.start();
      CompletableFuture<byte[]> out = readAll(process.getInputStream());
      CompletableFuture<byte[]> err = readAll(process.getErrorStream());
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input);
      } catch (IOException e) {
        // The process doesn't want to read it all, which is its right.
      }
      int exitCode = process.waitFor();
      String errors =
          new String(err.join(), StandardCharsets.UTF_8)
              .replaceAll("WARNING: Using incubator modules: jdk.incubator.vector\\R", "");
      return new CommandLineRun(exitCode, out.join(), errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static CompletableFuture<byte[]> readAll(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Standard output as text. */
  String out() {
    return new String(outBytes, StandardCharsets.UTF_8);
  }

  /** Standard output's lines. */
  List<String> lines() {
    return out().lines().toList();
  }
}
