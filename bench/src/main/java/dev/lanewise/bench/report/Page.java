package dev.lanewise.bench.report;

import dev.lanewise.bench.results.Results;
import dev.lanewise.bench.results.Results.Setting;
import dev.lanewise.bench.results.Statistics;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Properties;

/** The Markdown of a report, section by section. */
final class Page {
  private final Results results;
  private final Properties notes;
  private final String charts;
  private final StringBuilder text = new StringBuilder();

  /**
   * @param charts the folder of the charts, as seen from the page
   */
  Page(Results results, Properties notes, String charts) {
    this.results = results;
    this.notes = notes;
    this.charts = charts;
    setting();
    targets();
    results.models().forEach(model -> text.append(new ModelSection(model, charts)));
    products();
    tokenizers();
    searches();
    starts();
    leftOut();
  }

  @Override
  public String toString() {
    return text.toString().stripTrailing() + "\n";
  }

  private void setting() {
    Setting setting = results.setting();
    Results.Limits limits = results.limits();
    line("# Benchmarks, " + setting.date() + ", " + setting.machine());
    if (setting.quick()) {
      line("**A smoke run: it shows that everything works, its numbers mean little.**");
    }
    if (setting.busy()) {
      line(
          "**The machine was busy: others kept "
              + Table.number(setting.load())
              + " processors at work when the run began.**");
    }
    line(
        String.format(
            Locale.ROOT,
            "%d processors, %d threads for each side; %s; %s; commit `%s`. Sides take turns round by"
                + " round in one process, medians are given; vectors are compared before anything"
                + " is timed.",
            setting.processors(),
            setting.threads(),
            setting.system(),
            setting.jdk(),
            setting.commit()));
    line(
        String.format(
            Locale.ROOT,
            "The machine's own limits, measured in the same run: fused multiply-adds %s GFLOP/s on"
                + " one thread, %s on %d; reading memory %s GB/s on one thread, %s on %d.",
            Table.number(limits.oneThreadGflops()),
            Table.number(limits.gflops()),
            setting.threads(),
            Table.number(limits.oneThreadGigabytesPerSecond()),
            Table.number(limits.gigabytesPerSecond()),
            setting.threads()));
    line(
        "Somebody else's thread on the same core slows everything down, fused multiply-adds on"
            + " registers the least. Integer additions show it: a round is undisturbed if a core took 90 % of the"
            + " most of them a cycle, or more, before it and after it.");
  }

  private void targets() {
    line("## Targets");
    Table table = new Table("what", "target", "measured", "", "remark");
    for (Target target : Targets.ALL) {
      OptionalDouble measured = target.measure().apply(results);
      table.row(
          target.what(),
          target.bound().sign() + " " + figure(target, target.value()),
          measured.isPresent() ? figure(target, measured.getAsDouble()) : "–",
          Target.verdict(target, measured).words(),
          notes.getProperty(target.id(), ""));
    }
    line(table.toString());
  }

  /** With enough digits for a value that misses its target by little not to look like it. */
  private static String figure(Target target, double value) {
    return Table.number(value, target.value() > 0.98 && target.value() < 1 ? 5 : 2) + target.unit();
  }

  private void products() {
    if (results.products().isEmpty()) {
      return;
    }
    line("## Matrix products, one thread");
    chart("roofline", "GFLOP/s by operations per byte, under the measured roofs");
    Table table =
        new Table(
            "weights",
            "rows",
            "GFLOP/s",
            "of peak",
            "of peak, undisturbed",
            "plain loop, GFLOP/s",
            "FLOP/byte");
    for (Results.Product product : results.products()) {
      table.row(
          product.outputs() + " x " + product.inputs(),
          Integer.toString(product.rows()),
          Table.number(product.gflops()),
          Table.percent(product.peakShare()),
          Table.percent(Measured.undisturbedPeakShare(product)),
          product.scalarGflops() > 0 ? Table.number(product.scalarGflops()) : "–",
          Table.number(product.intensity()));
    }
    line(table.toString());
  }

  private void tokenizers() {
    if (results.tokenizers().isEmpty()) {
      return;
    }
    line("## Tokenizing prose, one thread");
    Table table = new Table("", "MB/s", "million tokens/s", "Java heap bytes a token");
    for (Results.TokenizerSpeed speed : results.tokenizers()) {
      table.row(
          speed.contender().label(),
          Table.number(speed.megabytesPerSecond()),
          Table.number(speed.tokensPerSecond() / 1e6),
          Table.number(speed.allocatedBytesPerToken()));
    }
    line(table.toString());
  }

  private void searches() {
    if (results.searches().isEmpty()) {
      return;
    }
    line("## Exact search for the ten best");
    Table table =
        new Table("", "vectors", "ms", "GB/s", "of the bandwidth", "of the fp32 ten best");
    for (Results.Search search : results.searches()) {
      double rate = search.bytes() / search.seconds() / 1e9;
      table.row(
          search.form(),
          search.vectors() + " x " + search.dimension(),
          Table.number(search.seconds() * 1000),
          Table.number(rate),
          Table.percent(rate / search.gigabytesPerSecond()),
          Table.percent(search.recall()));
    }
    line(table.toString());
  }

  private void starts() {
    if (results.starts().isEmpty()) {
      return;
    }
    line("## The command, from its start to a vector");
    Table table = new Table("", "median, s", "best, s");
    for (Results.ColdStart start : results.starts()) {
      table.row(
          start.variant(),
          Table.number(Statistics.median(start.seconds())),
          Table.number(Statistics.quantile(start.seconds(), 0)));
    }
    line(table.toString());
  }

  private void leftOut() {
    if (results.leftOut().isEmpty()) {
      return;
    }
    line("## Left out");
    StringBuilder list = new StringBuilder();
    results
        .leftOut()
        .forEach(
            left ->
                list.append("- ").append(left.what()).append(": ").append(left.why()).append('\n'));
    line(list.toString());
  }

  private void chart(String file, String alternative) {
    line("![" + alternative + "](" + charts + "/" + file + ".svg)");
  }

  private void line(String paragraph) {
    text.append(paragraph.stripTrailing()).append("\n\n");
  }
}
