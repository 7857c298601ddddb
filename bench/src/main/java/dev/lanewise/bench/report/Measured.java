package dev.lanewise.bench.report;

import dev.lanewise.bench.results.Contender;
import dev.lanewise.bench.results.ModelResults;
import dev.lanewise.bench.results.ModelResults.Curve;
import dev.lanewise.bench.results.ModelResults.Point;
import dev.lanewise.bench.results.ModelResults.Throughput;
import dev.lanewise.bench.results.Results;
import dev.lanewise.bench.results.Results.Product;
import dev.lanewise.bench.results.Results.TokenizerSpeed;
import dev.lanewise.bench.results.Statistics;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Finds the figures that targets are about; empty where a run doesn't have them. */
final class Measured {
  private Measured() {}

  static Function<Results, OptionalDouble> leastPeakShare(int leastRows) {
    return results ->
        results.products().stream()
            .filter(product -> product.rows() >= leastRows)
            .mapToDouble(Product::peakShare)
            .min();
  }

  /** The same, over shapes that had undisturbed rounds. */
  static Function<Results, OptionalDouble> leastUndisturbedPeakShare(int leastRows) {
    return results ->
        results.products().stream()
            .filter(product -> product.rows() >= leastRows)
            .map(Measured::undisturbedPeakShare)
            .flatMapToDouble(OptionalDouble::stream)
            .min();
  }

  static OptionalDouble undisturbedPeakShare(Product product) {
    return product.undisturbedRounds() > 0
        ? OptionalDouble.of(product.undisturbedShare())
        : OptionalDouble.empty();
  }

  static Function<Results, OptionalDouble> leastGainOverScalar(int rowsBelow) {
    return results ->
        results.products().stream()
            .filter(product -> product.rows() < rowsBelow && product.scalarGflops() > 0)
            .mapToDouble(product -> product.gflops() / product.scalarGflops())
            .min();
  }

  /** Of all sizes of corpora that both sides encoded, the least ratio of throughputs. */
  static Function<Results, OptionalDouble> throughputRatio(
      String model, Contender side, Contender other) {
    return results ->
        throughputs(results, model, side)
            .flatMapToDouble(
                ours ->
                    throughputs(results, model, other)
                        .filter(theirs -> theirs.texts() == ours.texts())
                        .mapToDouble(theirs -> theirs.medianSeconds() / ours.medianSeconds()))
            .min();
  }

  static Function<Results, OptionalDouble> peakShare(String model) {
    return results ->
        throughputs(results, model, Contender.LANEWISE).mapToDouble(Measured::peakShare).min();
  }

  static double peakShare(Throughput throughput) {
    return peakShare(throughput, throughput.medianSeconds());
  }

  private static double peakShare(Throughput throughput, double seconds) {
    return throughput.gflop() / seconds / throughput.peakGflops();
  }

  static Function<Results, OptionalDouble> undisturbedPeakShare(String model) {
    return results ->
        throughputs(results, model, Contender.LANEWISE)
            .map(Measured::undisturbedPeakShare)
            .flatMapToDouble(OptionalDouble::stream)
            .min();
  }

  static OptionalDouble undisturbedPeakShare(Throughput throughput) {
    OptionalDouble seconds = throughput.undisturbedSeconds();
    return seconds.isPresent()
        ? OptionalDouble.of(peakShare(throughput, seconds.getAsDouble()))
        : seconds;
  }

  /** The median of the fastest of some sides, over that of another. */
  static Function<Results, OptionalDouble> queryRatio(
      String model, List<Contender> sides, Contender other) {
    return results -> {
      OptionalDouble ours =
          sides.stream().flatMapToDouble(side -> query(results, model, side)).min();
      OptionalDouble theirs = query(results, model, other).findFirst();
      return ours.isPresent() && theirs.isPresent()
          ? OptionalDouble.of(ours.getAsDouble() / theirs.getAsDouble())
          : OptionalDouble.empty();
    };
  }

  static Function<Results, OptionalDouble> leastCosine(Contender side) {
    return results ->
        results.models().stream()
            .flatMap(model -> model.agreements().stream())
            .filter(agreement -> agreement.contender() == side)
            .mapToDouble(ModelResults.Agreement::leastCosine)
            .min();
  }

  static Function<Results, OptionalDouble> threadGain() {
    return results ->
        curves(results, ModelResults::threads)
            .filter(curve -> curve.points().size() > 1)
            .mapToDouble(
                curve -> {
                  Point first = curve.points().getFirst();
                  Point last = curve.points().getLast();
                  return 2 * last.y() / first.y() * first.x() / last.x();
                })
            .min();
  }

  static Function<Results, OptionalDouble> callerGain() {
    return results ->
        curves(results, ModelResults::callers)
            .flatMapToDouble(
                curve ->
                    curve.points().stream()
                        .skip(1)
                        .mapToDouble(point -> point.y() / curve.points().getFirst().y()))
            .min();
  }

  static Function<Results, OptionalDouble> tokenizerGain() {
    return results -> {
      OptionalDouble theirs =
          results.tokenizers().stream()
              .filter(speed -> speed.contender() != Contender.LANEWISE)
              .mapToDouble(TokenizerSpeed::megabytesPerSecond)
              .max();
      return results.tokenizers().stream()
          .filter(speed -> speed.contender() == Contender.LANEWISE && theirs.isPresent())
          .mapToDouble(speed -> speed.megabytesPerSecond() / theirs.orElseThrow())
          .findFirst();
    };
  }

  static Function<Results, OptionalDouble> searchShare() {
    return results ->
        results.searches().stream()
            .filter(search -> search.form().equals("fp32"))
            .mapToDouble(
                search -> search.bytes() / search.seconds() / 1e9 / search.gigabytesPerSecond())
            .findFirst();
  }

  static Function<Results, OptionalDouble> start() {
    return results ->
        results.starts().stream().mapToDouble(start -> Statistics.median(start.seconds())).min();
  }

  static Function<Results, OptionalDouble> allocation() {
    return results ->
        results.models().stream()
            .flatMap(model -> model.allocations().stream())
            .mapToDouble(found -> found.bytesPerText() / found.resultBytesPerText())
            .max();
  }

  private static Stream<Throughput> throughputs(Results results, String model, Contender side) {
    return models(results, model)
        .flatMap(found -> found.throughputs().stream())
        .filter(throughput -> throughput.contender() == side);
  }

  private static DoubleStream query(Results results, String model, Contender side) {
    return models(results, model)
        .flatMap(found -> found.queries().stream())
        .filter(latency -> latency.contender() == side)
        .mapToDouble(ModelResults.Latency::p50);
  }

  private static Stream<Curve> curves(Results results, Function<ModelResults, List<Curve>> curves) {
    return results.models().stream()
        .flatMap(model -> curves.apply(model).stream())
        .filter(curve -> curve.contender() == Contender.LANEWISE);
  }

  private static Stream<ModelResults> models(Results results, String name) {
    return results.models().stream().filter(model -> model.model().equals(name));
  }
}
