package dev.lanewise.bench.compare;

import dev.lanewise.bench.results.Contender;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The program of a fresh process: opens a model, encodes a few texts one by one, and prints how
 * long each step took. Texts come in on standard input, made elsewhere, so that nothing is warm.
 */
final class FirstCalls {
  private static final Path STATUS = Path.of("/proc/self/status");

  private FirstCalls() {}

  /**
   * Prints lines of a word and a number: {@code open} and {@code call} in milliseconds, {@code
   * resident} in megabytes.
   *
   * @param arguments the contender, the model folder, the number of threads
   */
  public static void main(String[] arguments) throws IOException {
    Contender contender = Contender.valueOf(arguments[0]);
    int threads = Integer.parseInt(arguments[2]);
    List<String> texts =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
            .lines()
            .toList();
    PeerSource source =
        Sides.inProcess().stream()
            .filter(side -> side.contender() == contender)
            .findFirst()
            .orElseThrow();
    long start = System.nanoTime();
    try (Peer peer = source.opener().open(Path.of(arguments[1]), threads)) {
      print("open", (System.nanoTime() - start) / 1e6);
      for (String text : texts) {
        print("call", peer.time(List.of(text)) / 1e6);
      }
      print("resident", residentMegabytes());
    }
    // A native pool's threads may not be daemons.
    System.exit(0);
  }

  private static void print(String word, double value) {
    System.out.println(word + " " + value);
  }

  private static double residentMegabytes() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024 / 1e6)
        .findFirst()
        .orElse(0);
  }
}
