package dev.lanewise.bench.report;

import static dev.lanewise.bench.report.Target.Bound.AT_LEAST;
import static dev.lanewise.bench.report.Target.Bound.AT_MOST;
import static dev.lanewise.bench.results.Contender.LANEWISE;
import static dev.lanewise.bench.results.Contender.LANEWISE_BF16;
import static dev.lanewise.bench.results.Contender.LANEWISE_INT8;
import static dev.lanewise.bench.results.Contender.LANEWISE_INTEGER;
import static dev.lanewise.bench.results.Contender.LANEWISE_SCALAR;
import static dev.lanewise.bench.results.Contender.ONNX_RUNTIME;
import static dev.lanewise.bench.results.Contender.ONNX_RUNTIME_INT8;
import static dev.lanewise.bench.results.Contender.SENTENCE_TRANSFORMERS;

import dev.lanewise.bench.results.Contender;
import dev.lanewise.bench.results.Results;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** All targets, in the order of the report. Where there are several values, the worst counts. */
final class Targets {
  private static final String MINILM = "minilm-l6";
  private static final String BGE = "bge-base";

  /** For a row below the one with all rounds. */
  private static final String UNDISTURBED = "the same, rounds without a neighbour on the cores";

  /** From here on a product's tiles are full, whatever the rows. */
  private static final int LARGE_ROWS = 48;

  static final List<Target> ALL =
      List.of(
          new Target(
              "product-peak",
              "matrix products of 48 rows and more, share of the FMA peak",
              AT_LEAST,
              0.90,
              "",
              Measured.leastPeakShare(LARGE_ROWS)),
          new Target(
              "product-peak-undisturbed",
              UNDISTURBED,
              AT_LEAST,
              0.90,
              "",
              Measured.leastUndisturbedPeakShare(LARGE_ROWS)),
          new Target(
              "product-small",
              "matrix products of fewer rows, speed over the plain loop",
              AT_LEAST,
              1,
              "x",
              Measured.leastGainOverScalar(LARGE_ROWS)),
          throughput("minilm-onnx", MINILM, LANEWISE, ONNX_RUNTIME, 1.7),
          throughput("minilm-torch", MINILM, LANEWISE, SENTENCE_TRANSFORMERS, 2.3),
          throughput("minilm-onnx-int8", MINILM, LANEWISE, ONNX_RUNTIME_INT8, 1.0),
          throughput("bge-onnx", BGE, LANEWISE, ONNX_RUNTIME, 1.55),
          throughput("bge-torch", BGE, LANEWISE, SENTENCE_TRANSFORMERS, 1.7),
          encodePeak(
              "minilm-peak",
              "whole encode of " + MINILM + ", share of the FMA peak",
              Measured.peakShare(MINILM)),
          encodePeak("minilm-peak-undisturbed", UNDISTURBED, Measured.undisturbedPeakShare(MINILM)),
          encodePeak(
              "bge-peak",
              "whole encode of " + BGE + ", share of the FMA peak",
              Measured.peakShare(BGE)),
          encodePeak("bge-peak-undisturbed", UNDISTURBED, Measured.undisturbedPeakShare(BGE)),
          query("minilm-query", MINILM, List.of(LANEWISE), ONNX_RUNTIME),
          query("bge-query", BGE, List.of(LANEWISE), ONNX_RUNTIME),
          query(
              "minilm-query-narrow",
              MINILM,
              List.of(LANEWISE_BF16, LANEWISE_INT8),
              ONNX_RUNTIME_INT8),
          query("bge-query-narrow", BGE, List.of(LANEWISE_BF16, LANEWISE_INT8), ONNX_RUNTIME_INT8),
          agreement("bf16-cosine", LANEWISE_BF16, 0.9999),
          agreement("int8-cosine", LANEWISE_INT8, 0.999),
          throughput("bge-integer", BGE, LANEWISE_INTEGER, ONNX_RUNTIME_INT8, 1.0),
          agreement("integer-cosine", LANEWISE_INTEGER, 0.995),
          new Target(
              "threads",
              "all threads over one thread, divided by their number and times two",
              AT_LEAST,
              1.9,
              "x",
              Measured.threadGain()),
          new Target(
              "callers",
              "many callers at once over one caller, throughput",
              AT_LEAST,
              1,
              "x",
              Measured.callerGain()),
          new Target(
              "tokenizer",
              "tokenizer over the faster way to the Rust library",
              AT_LEAST,
              10,
              "x",
              Measured.tokenizerGain()),
          new Target(
              "search",
              "exact search in fp32, share of the memory bandwidth",
              AT_LEAST,
              0.9,
              "",
              Measured.searchShare()),
          new Target(
              "start",
              "command to first vector, the best way to start Java",
              AT_MOST,
              1.0,
              " s",
              Measured.start()),
          new Target(
              "allocation",
              "allocated by a warm encode, over the vector's own bytes",
              AT_MOST,
              4,
              "x",
              Measured.allocation()),
          new Target(
              "scalar",
              "scalar twin's throughput over the vector kernel's",
              AT_LEAST,
              0.25,
              "",
              Measured.throughputRatio(MINILM, LANEWISE_SCALAR, LANEWISE)));

  private Targets() {}

  private static Target throughput(
      String id, String model, Contender side, Contender other, double value) {
    return new Target(
        id,
        "throughput of " + model + ", " + side.label() + " over " + other.label(),
        AT_LEAST,
        value,
        "x",
        Measured.throughputRatio(model, side, other));
  }

  private static Target encodePeak(
      String id, String what, Function<Results, OptionalDouble> measure) {
    return new Target(id, what, AT_LEAST, 0.85, "", measure);
  }

  private static Target query(String id, String model, List<Contender> sides, Contender other) {
    return new Target(
        id,
        "one query with "
            + model
            + ", median of "
            + String.join(" or ", sides.stream().map(Contender::label).toList())
            + " over "
            + other.label(),
        AT_MOST,
        1,
        "x",
        Measured.queryRatio(model, sides, other));
  }

  private static Target agreement(String id, Contender side, double value) {
    return new Target(
        id,
        side.label() + ", least cosine to fp32",
        AT_LEAST,
        value,
        "",
        Measured.leastCosine(side));
  }
}
