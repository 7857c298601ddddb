package dev.lanewise.bench.report;

import dev.lanewise.bench.results.Contender;
import dev.lanewise.bench.results.ModelResults;
import dev.lanewise.bench.results.ModelResults.Agreement;
import dev.lanewise.bench.results.ModelResults.Allocation;
import dev.lanewise.bench.results.ModelResults.Curve;
import dev.lanewise.bench.results.ModelResults.Latency;
import dev.lanewise.bench.results.ModelResults.Point;
import dev.lanewise.bench.results.ModelResults.Throughput;
import dev.lanewise.bench.results.ModelResults.WarmUp;
import dev.lanewise.bench.results.Results;
import dev.lanewise.bench.results.Results.ColdStart;
import dev.lanewise.bench.results.Results.LeftOut;
import dev.lanewise.bench.results.Results.Limits;
import dev.lanewise.bench.results.Results.Product;
import dev.lanewise.bench.results.Results.Search;
import dev.lanewise.bench.results.Results.Setting;
import dev.lanewise.bench.results.Results.TokenizerSpeed;
import java.util.List;
import java.util.stream.DoubleStream;

/** Results with round numbers: two corpora, at 2.0 and 1.8 times ONNX Runtime's throughput. */
public final class SampleResults {
  private SampleResults() {}

  public static Results results() {
    return new Results(
        new Setting(
            "2026-01-31", "Some CPU", 2, 2, "Linux 6 amd64", "VM 25", "abc1234", 0.7, false),
        new Limits(100, 200, 10, 20),
        List.of(model()),
        List.of(
            new Product(384, 1536, 1, 4, 2, 100, 0, 0),
            new Product(384, 1536, 48, 80, 0, 100, 3, 0.95),
            new Product(384, 1536, 255, 90, 0, 100, 0, 0)),
        List.of(
            new TokenizerSpeed(Contender.LANEWISE, 30, 6e6, 20),
            new TokenizerSpeed(Contender.RUST_TOKENIZERS_DJL, 1, 2e5, 200),
            new TokenizerSpeed(Contender.RUST_TOKENIZERS_PYTHON, 2, 4e5, 0)),
        List.of(new Search("fp32", 1000, 384, 20_000_000_000L, 1.25, 20, 1)),
        List.of(
            new ColdStart("plain", List.of(3.0, 2.0, 2.5)),
            new ColdStart("cached", List.of(0.9, 1.0, 0.8))),
        List.of(new LeftOut("another one", "it is | not there")));
  }

  private static ModelResults model() {
    return new ModelResults(
        "minilm-l6",
        "6 layers of 384",
        List.of(
            new Agreement(Contender.LANEWISE, 1, 0),
            new Agreement(Contender.ONNX_RUNTIME, 0.999999, 1e-6)),
        List.of(
            throughput(Contender.LANEWISE, 256, 1.0),
            throughput(Contender.ONNX_RUNTIME, 256, 2.0),
            throughput(Contender.LANEWISE, 4096, 10.0),
            throughput(Contender.ONNX_RUNTIME, 4096, 18.0)),
        List.of(
            new Latency(Contender.LANEWISE, 100, 8, 16, 3, 4),
            new Latency(Contender.ONNX_RUNTIME, 100, 8, 16, 4, 9)),
        curves(1, 8, 64),
        curves(8, 128),
        List.of(new Curve(Contender.LANEWISE, List.of(new Point(1, 100), new Point(2, 195)))),
        List.of(new Curve(Contender.LANEWISE, List.of(new Point(1, 100), new Point(2, 90)))),
        List.of(new WarmUp(Contender.LANEWISE, 100, List.of(50.0, 20.0, 10.0, 8.0, 5.0, 4.0), 300)),
        List.of(new Allocation(Contender.LANEWISE, 1, 16, 3072, 1536)));
  }

  private static Throughput throughput(Contender contender, int texts, double seconds) {
    return new Throughput(
        contender,
        texts,
        25L * texts,
        100 * seconds,
        List.of(2 * seconds, seconds, 0.5 * seconds, seconds),
        200,
        texts == 256 ? List.of(0.6, 0.8, 0.92, 1.0) : List.of(0.5, 0.6, 0.7, 1.0));
  }

  private static List<Curve> curves(double... places) {
    List<Point> points = DoubleStream.of(places).mapToObj(x -> new Point(x, 10 * x)).toList();
    return List.of(
        new Curve(Contender.LANEWISE, points), new Curve(Contender.ONNX_RUNTIME, points));
  }
}
