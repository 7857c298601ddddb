package dev.lanewise.bench.report;

import dev.lanewise.bench.results.ModelResults;
import dev.lanewise.bench.results.Results;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * Writes a report: a Markdown file, and beside it a folder of the same name with its charts.
 *
 * <p>Reasons why a target was not met are written by hand, in a properties file of target ids.
 */
public final class Report {
  private static final Pattern NEEDLESS_DIGITS = Pattern.compile("(\\.\\d\\d)\\d+");

  private final Results results;
  private final Properties notes;

  /**
   * @param notes target ids to remarks
   */
  public Report(Results results, Properties notes) {
    this.results = results;
    this.notes = notes;
  }

  /**
   * Reads remarks.
   *
   * @param file a properties file in UTF-8; need not exist
   */
  public static Properties notes(Path file) {
    Properties notes = new Properties();
    if (Files.exists(file)) {
      try (var reader = Files.newBufferedReader(file)) {
        notes.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return notes;
  }

  /**
   * Writes {@code folder/name.md} and {@code folder/name/*.svg}.
   *
   * @return the Markdown file
   */
  public Path write(Path folder, String name) {
    Path charts = folder.resolve(name);
    Path page = folder.resolve(name + ".md");
    try {
      Files.createDirectories(charts);
      for (Map.Entry<String, Chart<?, ?>> chart : charts().entrySet()) {
        Path file = charts.resolve(chart.getKey() + ".svg");
        VectorGraphicsEncoder.saveVectorGraphic(
            chart.getValue(), file.toString(), VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
        // Letters are drawn as outlines to a billionth of a pixel: half of a file is digits.
        Files.writeString(file, NEEDLESS_DIGITS.matcher(Files.readString(file)).replaceAll("$1"));
      }
      Files.writeString(page, new Page(results, notes, name).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return page;
  }

  /** File names and charts. */
  private Map<String, Chart<?, ?>> charts() {
    Map<String, Chart<?, ?>> charts = new LinkedHashMap<>();
    if (!results.products().isEmpty()) {
      charts.put("roofline", Charts.roofline(results));
    }
    for (ModelResults model : results.models()) {
      String name = model.model();
      charts.put("throughput-" + name, Charts.throughput(model));
      charts.put("first-calls-" + name, Charts.warmUp(model));
      charts.put(
          "batch-" + name,
          Charts.scaling(
              "Texts in a call, " + name,
              "texts in a call",
              "texts per second",
              model.batchSizes()));
      charts.put(
          "length-" + name,
          Charts.scaling(
              "Length of texts, " + name,
              "tokens in a text, 16 texts in a call",
              "tokens per second",
              model.lengths()));
      charts.put(
          "threads-" + name,
          Charts.scaling("Threads, " + name, "threads", "texts per second", model.threads()));
    }
    return charts;
  }
}
