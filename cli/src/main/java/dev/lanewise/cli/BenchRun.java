package dev.lanewise.cli;

import dev.lanewise.engine.EncodeOptions;
import dev.lanewise.engine.EncodeProfile;
import dev.lanewise.engine.SentenceEncoder;
import dev.lanewise.engine.measure.MachineLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a model did on this machine, and what the machine could do at best in the same minute.
 *
 * @param profile the fastest of the encodings
 * @param texts how many texts it had
 * @param rounds of how many it was the fastest
 * @param flopsPerSecond the machine's fused multiply-adds, counted as two
 * @param bytesPerSecond the machine's memory, reading
 * @param queryNanos the times of single queries, ascending
 */
record BenchRun(
    EncodeProfile profile,
    int texts,
    int rounds,
    double flopsPerSecond,
    double bytesPerSecond,
    long[] queryNanos) {
  /** Until the compiler is through with the hot code, times say nothing. */
  private static final int WARM_UP_ROUNDS = 2;

  private static final int MIN_ROUNDS = 3;
  private static final int MIN_QUERIES = 100;

  /** The share of the time that goes to single queries. */
  private static final double QUERY_SHARE = 0.25;

  private static final double NANOS = 1e9;

  /** Times a model for about so many seconds, after warming up. */
  static BenchRun measure(
      SentenceEncoder encoder, List<String> texts, EncodeOptions options, double seconds)
      throws InterruptedException {
    BenchWorkload workload = new BenchWorkload(encoder);
    EncodeProfile best;
    double flops = 0;
    double bytes = 0;
    int rounds = 1;
    String kernel = encoder.info().encoder().kernel().startsWith("vector") ? "vector" : "scalar";
    try (MachineLimits limits = new MachineLimits(kernel, encoder.info().encoder().threads())) {
      for (int i = 0; i < WARM_UP_ROUNDS; i++) {
        encoder.encode(texts, options);
      }
      best = encoder.profile(texts, options);
      long end = System.nanoTime() + (long) (seconds * (1 - QUERY_SHARE) * NANOS);
      // Machine and model take turns, so that both have seen the same neighbours.
      for (; rounds < MIN_ROUNDS || System.nanoTime() < end; rounds++) {
        flops = Math.max(flops, limits.flopsPerSecond());
        bytes = Math.max(bytes, limits.bytesPerSecond());
        EncodeProfile profile = encoder.profile(texts, options);
        best = profile.nanos() < best.nanos() ? profile : best;
      }
    }
    long[] queries = queries(encoder, workload.queries(), seconds * QUERY_SHARE);
    return new BenchRun(best, texts.size(), rounds, flops, bytes, queries);
  }

  private static long[] queries(SentenceEncoder encoder, Stream<String> queries, double seconds) {
    Iterator<String> next = queries.iterator();
    for (int i = 0; i < MIN_QUERIES; i++) {
      encoder.encode(next.next(), EncodeOptions.QUERY);
    }
    long end = System.nanoTime() + (long) (seconds * NANOS);
    long[] nanos = new long[MIN_QUERIES];
    int count = 0;
    while (count < MIN_QUERIES || System.nanoTime() < end) {
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * count);
      }
      String query = next.next();
      long start = System.nanoTime();
      encoder.encode(query, EncodeOptions.QUERY);
      nanos[count++] = System.nanoTime() - start;
    }
    nanos = Arrays.copyOf(nanos, count);
    Arrays.sort(nanos);
    return nanos;
  }

  double textsPerSecond() {
    return texts * NANOS / profile.nanos();
  }

  double tokensPerSecond() {
    return profile.tokens() * NANOS / profile.nanos();
  }

  /** Floating-point operations a second of the whole call. */
  double encodeFlopsPerSecond() {
    return profile.flops() * NANOS / profile.nanos();
  }

  /** The share of the machine's arithmetic that the whole call used. */
  double shareOfPeak() {
    return encodeFlopsPerSecond() / flopsPerSecond;
  }

  /** The time of a query that this share of all queries stays below, in milliseconds. */
  double queryMillis(double share) {
    int index = (int) Math.ceil(share * queryNanos.length) - 1;
    return queryNanos[Math.clamp(index, 0, queryNanos.length - 1)] / 1e6;
  }

  /** The memory of this process that is in RAM, in bytes, where the system tells. */
  static Optional<Long> residentBytes() {
    try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
      return status
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
