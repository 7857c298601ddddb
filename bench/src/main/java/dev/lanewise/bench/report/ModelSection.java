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
import dev.lanewise.bench.results.Statistics;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/** A model's part of the page. */
final class ModelSection {
  private final ModelResults model;
  private final String charts;
  private final StringBuilder text = new StringBuilder();

  /**
   * @param charts the folder of the charts, as seen from the page
   */
  ModelSection(ModelResults model, String charts) {
    this.model = model;
    this.charts = charts;
    line("## " + model.model());
    line(model.shape() + ".");
    throughputs();
    agreements();
    queries();
    scaling();
    starts();
    allocations();
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private void throughputs() {
    line("### " + model.model() + ": whole corpora");
    chart("throughput", "texts per second of all sides");
    Table table =
        new Table(
            "",
            "texts",
            "tokens",
            "seconds",
            "texts/s",
            "tokens/s",
            "time over Lanewise's",
            "of peak",
            "cores' instruction rate",
            "of peak, undisturbed");
    for (Throughput found : model.throughputs()) {
      OptionalDouble lanewise = lanewiseSeconds(found.texts());
      table.row(
          found.contender().label(),
          Integer.toString(found.texts()),
          Long.toString(found.tokens()),
          Table.number(found.medianSeconds()),
          Table.number(found.texts() / found.medianSeconds()),
          Table.number(found.tokens() / found.medianSeconds()),
          lanewise.isPresent()
              ? Table.number(found.medianSeconds() / lanewise.getAsDouble()) + "x"
              : "–",
          Table.percent(Measured.peakShare(found)),
          found.coreShares().isEmpty() ? "–" : Table.percent(Statistics.median(found.coreShares())),
          Table.percent(Measured.undisturbedPeakShare(found)));
    }
    line(table.toString());
  }

  private OptionalDouble lanewiseSeconds(int texts) {
    return model.throughputs().stream()
        .filter(found -> found.contender() == Contender.LANEWISE && found.texts() == texts)
        .mapToDouble(Throughput::medianSeconds)
        .findFirst();
  }

  private void agreements() {
    line("### " + model.model() + ": how alike the vectors are");
    Table table = new Table("", "least cosine to Lanewise fp32", "greatest difference");
    for (Agreement found : model.agreements()) {
      table.row(
          found.contender().label(),
          Table.number(found.leastCosine(), 6),
          String.format(Locale.ROOT, "%.1e", found.greatestDifference()));
    }
    line(table.toString());
  }

  private void queries() {
    line("### " + model.model() + ": one query");
    Table table = new Table("", "tokens", "calls", "median, ms", "99th percentile, ms");
    for (Latency found : model.queries()) {
      table.row(
          found.contender().label(),
          found.leastTokens() + " to " + found.mostTokens(),
          Integer.toString(found.calls()),
          Table.number(found.p50()),
          Table.number(found.p99()));
    }
    line(table.toString());
  }

  private void scaling() {
    line("### " + model.model() + ": scaling");
    chart("batch", "texts per second by texts in a call");
    chart("length", "tokens per second by length of texts");
    chart("threads", "texts per second by threads");
    line("Texts a second, by threads:");
    line(curves(model.threads()).toString());
    line("Texts a second, by callers at the same time, one query a call:");
    line(curves(model.callers()).toString());
  }

  /** A row for each side, a column for each place where any of them was measured. */
  private static Table curves(List<Curve> curves) {
    List<Double> places =
        curves.stream()
            .flatMap(curve -> curve.points().stream().map(Point::x))
            .distinct()
            .sorted()
            .toList();
    Table table = new Table(row("", places, place -> Table.number(place, 0)));
    for (Curve curve : curves) {
      table.row(
          row(
              curve.contender().label(),
              places,
              place ->
                  curve.points().stream()
                      .filter(point -> point.x() == place)
                      .map(point -> Table.number(point.y()))
                      .findFirst()
                      .orElse("–")));
    }
    return table;
  }

  private static String[] row(String first, List<Double> places, Function<Double, String> cell) {
    return Stream.concat(Stream.of(first), places.stream().map(cell)).toArray(String[]::new);
  }

  private void starts() {
    line("### " + model.model() + ": a fresh process");
    chart("first-calls", "milliseconds of each of the first calls");
    Table table =
        new Table(
            "", "open, ms", "1st call, ms", "2nd", "5th", "last", "all calls", "resident, MB");
    for (WarmUp found : model.starts()) {
      List<Double> calls = found.callMilliseconds();
      table.row(
          found.contender().label(),
          Table.number(found.openMilliseconds()),
          Table.number(calls.get(0)),
          Table.number(calls.get(1)),
          Table.number(calls.get(4)),
          Table.number(calls.getLast()),
          Table.number(calls.stream().mapToDouble(Double::doubleValue).sum()),
          Table.number(found.residentMegabytes()));
    }
    line(table.toString());
  }

  private void allocations() {
    line("### " + model.model() + ": allocation of a warm encode");
    Table table =
        new Table("", "texts in a call", "tokens in a text", "bytes a text", "of them the vector");
    for (Allocation found : model.allocations()) {
      table.row(
          found.contender().label(),
          Integer.toString(found.texts()),
          Integer.toString(found.tokensPerText()),
          Table.number(found.bytesPerText(), 0),
          Table.number(found.resultBytesPerText(), 0));
    }
    line(table.toString());
  }

  private void chart(String kind, String alternative) {
    line("![" + alternative + "](" + charts + "/" + kind + "-" + model.model() + ".svg)");
  }

  private void line(String paragraph) {
    text.append(paragraph.stripTrailing()).append("\n\n");
  }
}
