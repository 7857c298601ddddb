package dev.lanewise.bench.encode;

import dev.lanewise.bench.corpus.Corpus;
import dev.lanewise.engine.Embeddings;
import dev.lanewise.engine.EncodeOptions;
import dev.lanewise.engine.LoadOptions;
import dev.lanewise.engine.SentenceEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole call: tokenizing, encoding, pooling. Add {@code -prof gc} to see what it allocates, and
 * {@code -p model=bench/models-cache/minilm-l6} for a model of a published shape.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 3, time = 1)
public class EncodeBenchmark {
  /** The folder of a model, seen from where the benchmark is started. */
  @Param("models/lanewise-mini")
  public String model = "";

  @Param({"1", "32"})
  public int texts;

  @Param({"vector", "scalar"})
  public String kernel = "";

  private Optional<SentenceEncoder> encoder = Optional.empty();
  private List<String> corpus = List.of();

  @Setup
  public void setUp() {
    SentenceEncoder opened =
        SentenceEncoder.open(Path.of(model), LoadOptions.DEFAULT.withKernel(kernel));
    corpus =
        new Corpus(1, text -> opened.tokenize(text, EncodeOptions.DEFAULT).size()).mixed(texts);
    encoder = Optional.of(opened);
  }

  @TearDown
  public void tearDown() {
    encoder.ifPresent(SentenceEncoder::close);
  }

  @Benchmark
  public Embeddings encode() {
    return encoder.orElseThrow().encode(corpus);
  }
}
