package dev.lanewise.cli;

import dev.lanewise.engine.EncodeOptions;
import dev.lanewise.engine.EncodeProfile;
import dev.lanewise.engine.EncoderInfo;
import dev.lanewise.engine.SentenceEncoder;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How fast a model is here, and how fast it could be. */
@Command(
    name = "bench",
    description = {
      "Time a model on this machine: throughput, time of one query, load time and memory, beside"
          + " what the machine's arithmetic and memory can do at best, measured in the same run."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise bench",
      "  lanewise bench --model ./all-MiniLM-L6-v2 --texts corpus.txt --seconds 30",
      "  lanewise bench --threads 1 --weights int8 --format json"
    })
final class BenchCommand implements Callable<Integer> {
  private static final double NANOS = 1e9;

  @Spec private CommandSpec command;

  @Mixin private ModelOptions model;

  @Option(
      names = "--texts",
      paramLabel = "FILE",
      description = {
        "Texts to encode (.txt, .jsonl, or - for standard input).",
        "Default: 256 texts of the model's own words, 5 to 128 long."
      })
  private Optional<String> texts = Optional.empty();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "The most tokens that go through the encoder together.")
  private Optional<Integer> batchTokens = Optional.empty();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      description = "How long to measure, after warming up. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json. Default: ${DEFAULT-VALUE}.")
  private OutputFormat format;

  @Override
  public Integer call() throws InterruptedException {
    if (!(seconds > 0 && seconds <= 86_400)) {
      throw new CommandLine.ParameterException(
          command.commandLine(), "--seconds must be above 0 and at most 86400: " + seconds);
    }
    EncodeOptions options =
        batchTokens.map(EncodeOptions.DEFAULT::withBatchTokens).orElse(EncodeOptions.DEFAULT);
    long start = System.nanoTime();
    try (SentenceEncoder encoder = model.open()) {
      double loadSeconds = (System.nanoTime() - start) / NANOS;
      List<String> corpus = corpus(encoder);
      Console.note("timing " + corpus.size() + " texts for about " + seconds + " s");
      BenchRun run = BenchRun.measure(encoder, corpus, options, seconds);
      if (format == OutputFormat.JSON) {
        printJson(encoder.info().encoder(), run, loadSeconds);
      } else {
        printTable(encoder.info().encoder(), run, loadSeconds);
      }
    }
    return 0;
  }

  private List<String> corpus(SentenceEncoder encoder) {
    if (texts.isEmpty()) {
      return new BenchWorkload(encoder).texts();
    }
    try (Stream<String> read = TextOptions.open(texts.get(), Optional.empty(), Optional.empty())) {
      List<String> corpus = read.toList();
      if (corpus.isEmpty()) {
        throw new IllegalArgumentException(texts.get() + ": there are no texts in it");
      }
      return corpus;
    }
  }

  private void printTable(EncoderInfo info, BenchRun run, double loadSeconds) {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("model", info.folder().toString());
    rows.put("kernel", info.kernel() + ", " + info.threads() + " threads");
    rows.put(
        "machine",
        String.format(
            Locale.ROOT,
            "%.1f GFLOP/s, reads %.1f GB/s at best",
            run.flopsPerSecond() / 1e9,
            run.bytesPerSecond() / 1e9));
    rows.put(
        "throughput",
        String.format(
            Locale.ROOT,
            "%.1f texts/s, %.0f tokens/s (%d texts, best of %d rounds)",
            run.textsPerSecond(),
            run.tokensPerSecond(),
            run.texts(),
            run.rounds()));
    rows.put(
        "arithmetic",
        String.format(
            Locale.ROOT,
            "%.1f GFLOP/s, %.1f %% of the machine's",
            run.encodeFlopsPerSecond() / 1e9,
            100 * run.shareOfPeak()));
    rows.put(
        "one query",
        String.format(
            Locale.ROOT,
            "%.2f ms (p50), %.2f ms (p99), %d queries",
            run.queryMillis(0.5),
            run.queryMillis(0.99),
            run.queryNanos().length));
    rows.put("load time", String.format(Locale.ROOT, "%.2f s", loadSeconds));
    rows.put(
        "memory",
        String.format(Locale.ROOT, "%.1f MB packed weights", info.packedBytes() / 1e6)
            + BenchRun.residentBytes()
                .map(bytes -> String.format(Locale.ROOT, ", %.1f MB resident", bytes / 1e6))
                .orElse(""));
    PrintWriter out = command.commandLine().getOut();
    rows.forEach((name, value) -> out.printf(Locale.ROOT, "%-13s %s%n", name, value));
    out.println();
    printOperations(out, run.profile());
  }

  /** The roofline: what share of the time an operation takes, and how hard it works meanwhile. */
  private static void printOperations(PrintWriter out, EncodeProfile profile) {
    out.printf(Locale.ROOT, "%-22s %7s %9s %8s%n", "operation", "time", "GFLOP/s", "GB/s");
    for (EncodeProfile.Share share : profile.operations()) {
      out.printf(
          Locale.ROOT,
          "%-22s %5.1f %% %9.1f %8.1f%n",
          share.operation(),
          100.0 * share.nanos() / profile.operationNanos(),
          (double) share.flops() / share.nanos(),
          (double) share.bytes() / share.nanos());
    }
    out.println("(GFLOP/s and GB/s of one thread; bytes as if there were no cache)");
  }

  private static void printJson(EncoderInfo info, BenchRun run, double loadSeconds) {
    Json.print(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("model", info.folder().toString());
          json.writeStringProperty("kernel", info.kernel());
          json.writeNumberProperty("threads", info.threads());
          json.writeNumberProperty("machine_flops_per_second", run.flopsPerSecond());
          json.writeNumberProperty("machine_bytes_per_second", run.bytesPerSecond());
          json.writeNumberProperty("texts", run.texts());
          json.writeNumberProperty("tokens", run.profile().tokens());
          json.writeNumberProperty("rounds", run.rounds());
          json.writeNumberProperty("texts_per_second", run.textsPerSecond());
          json.writeNumberProperty("tokens_per_second", run.tokensPerSecond());
          json.writeNumberProperty("flops_per_second", run.encodeFlopsPerSecond());
          json.writeNumberProperty("share_of_peak", run.shareOfPeak());
          json.writeNumberProperty("query_p50_ms", run.queryMillis(0.5));
          json.writeNumberProperty("query_p99_ms", run.queryMillis(0.99));
          json.writeNumberProperty("load_seconds", loadSeconds);
          json.writeNumberProperty("packed_bytes", info.packedBytes());
          BenchRun.residentBytes()
              .ifPresent(bytes -> json.writeNumberProperty("resident_bytes", bytes));
          json.writeArrayPropertyStart("operations");
          for (EncodeProfile.Share share : run.profile().operations()) {
            json.writeStartObject();
            json.writeStringProperty("operation", share.operation());
            json.writeNumberProperty("thread_seconds", share.nanos() / NANOS);
            json.writeNumberProperty("flops", share.flops());
            json.writeNumberProperty("bytes", share.bytes());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
