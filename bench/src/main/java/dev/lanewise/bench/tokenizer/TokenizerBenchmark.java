package dev.lanewise.bench.tokenizer;

import dev.lanewise.bench.corpus.Corpus;
import dev.lanewise.tokenizer.TokenSequence;
import dev.lanewise.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Paragraphs of prose, one after the other. The counter {@code bytes} is in bytes a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class TokenizerBenchmark {
  private static final int PARAGRAPHS = 200;

  /** The folder of a model, seen from where the benchmark is started. */
  @Param("models/lanewise-mini")
  public String model = "";

  private Optional<Tokenizer> tokenizer = Optional.empty();
  private List<String> texts = List.of();
  private long bytesOfTexts;

  /** Turns texts into bytes. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counters {
    public long bytes;
  }

  @Setup
  public void setUp() {
    Tokenizer loaded = Tokenizer.load(Path.of(model));
    texts = new Corpus(1, text -> loaded.encode(text).size()).paragraphs(PARAGRAPHS);
    bytesOfTexts =
        texts.stream().mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length).sum();
    tokenizer = Optional.of(loaded);
  }

  @Benchmark
  public void encode(Counters counters, Blackhole blackhole) {
    Tokenizer loaded = tokenizer.orElseThrow();
    for (String text : texts) {
      TokenSequence tokens = loaded.encode(text);
      blackhole.consume(tokens);
    }
    counters.bytes += bytesOfTexts;
  }
}
