package dev.lanewise.bench.report;

import dev.lanewise.bench.results.Contender;
import dev.lanewise.bench.results.ModelResults;
import dev.lanewise.bench.results.ModelResults.Curve;
import dev.lanewise.bench.results.ModelResults.Throughput;
import dev.lanewise.bench.results.ModelResults.WarmUp;
import dev.lanewise.bench.results.Results;
import dev.lanewise.bench.results.Results.Product;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The charts of a report. A side has the same colour in all of them. */
final class Charts {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 440;
  private static final BasicStroke LINE = new BasicStroke(2);
  private static final BasicStroke DASHED =
      new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {6, 4}, 0);

  private Charts() {}

  /** Texts a second of every side, by the size of the corpus. */
  static CategoryChart throughput(ModelResults model) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Throughput, " + model.model() + " (more is better)")
            .xAxisTitle("texts in the corpus, 5 to 128 tokens each")
            .yAxisTitle("texts per second")
            .build();
    style(chart.getStyler());
    List<String> sizes =
        model.throughputs().stream().map(found -> found.texts() + " texts").distinct().toList();
    Map<Contender, Map<String, Double>> rates = new EnumMap<>(Contender.class);
    for (Throughput found : model.throughputs()) {
      rates
          .computeIfAbsent(found.contender(), _ -> new HashMap<>())
          .put(found.texts() + " texts", found.texts() / found.medianSeconds());
    }
    rates.forEach(
        (contender, values) ->
            chart
                .addSeries(
                    contender.label(),
                    sizes,
                    sizes.stream().map(size -> values.getOrDefault(size, 0.0)).toList())
                .setFillColor(new Color(contender.rgb())));
    return chart;
  }

  /** Matrix products under the roofs of memory and arithmetic, one thread. */
  static XYChart roofline(Results results) {
    XYChart chart =
        chart(
            "Roofline of matrix products, one thread",
            "floating-point operations per byte",
            "GFLOP/s");
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisLogarithmic(true);
    double peak = results.limits().oneThreadGflops();
    double bandwidth = results.limits().oneThreadGigabytesPerSecond();
    double ridge = peak / bandwidth;
    List<Product> products = results.products();
    double least = products.stream().mapToDouble(Product::intensity).min().orElse(ridge);
    double most = products.stream().mapToDouble(Product::intensity).max().orElse(ridge);
    double[] roofX = {Math.min(least, ridge) / 2, ridge, Math.max(most, ridge) * 2};
    double[] roofY = DoubleStream.of(roofX).map(x -> Math.min(peak, x * bandwidth)).toArray();
    line(chart.addSeries("FMA peak and memory bandwidth, measured", roofX, roofY), 0x444444)
        .setLineStyle(DASHED);
    points(chart, "Lanewise fp32", products, Product::gflops, Contender.LANEWISE);
    List<Product> withScalar =
        products.stream().filter(product -> product.scalarGflops() > 0).toList();
    points(
        chart,
        "Lanewise scalar twin",
        withScalar,
        Product::scalarGflops,
        Contender.LANEWISE_SCALAR);
    return chart;
  }

  /** The time of each of the first calls of a fresh process. */
  static XYChart warmUp(ModelResults model) {
    XYChart chart =
        chart(
            "First calls of a fresh process, " + model.model() + " (less is better)",
            "call, one short text each",
            "milliseconds");
    chart.getStyler().setYAxisLogarithmic(true);
    for (WarmUp found : model.starts()) {
      double[] calls =
          IntStream.rangeClosed(1, found.callMilliseconds().size()).asDoubleStream().toArray();
      double[] times = found.callMilliseconds().stream().mapToDouble(Double::doubleValue).toArray();
      line(chart.addSeries(found.contender().label(), calls, times), found.contender().rgb());
    }
    return chart;
  }

  /** A rate that depends on something. */
  static XYChart scaling(String title, String xAxis, String yAxis, List<Curve> curves) {
    XYChart chart = chart(title, xAxis, yAxis);
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisMin(0.0);
    for (Curve curve : curves) {
      double[] x = curve.points().stream().mapToDouble(ModelResults.Point::x).toArray();
      double[] y = curve.points().stream().mapToDouble(ModelResults.Point::y).toArray();
      line(chart.addSeries(curve.contender().label(), x, y), curve.contender().rgb());
    }
    return chart;
  }

  private static void points(
      XYChart chart,
      String name,
      List<Product> products,
      ToDoubleFunction<Product> gflops,
      Contender contender) {
    if (products.isEmpty()) {
      return;
    }
    double[] x = products.stream().mapToDouble(Product::intensity).toArray();
    double[] y = products.stream().mapToDouble(gflops).toArray();
    XYSeries series = chart.addSeries(name, x, y);
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    series.setMarkerColor(new Color(contender.rgb()));
    series.setMarker(SeriesMarkers.CIRCLE);
  }

  private static XYSeries line(XYSeries series, int rgb) {
    Color color = new Color(rgb);
    series.setLineColor(color);
    series.setMarkerColor(color);
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setLineStyle(LINE);
    return series;
  }

  private static XYChart chart(String title, String xAxis, String yAxis) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xAxis)
            .yAxisTitle(yAxis)
            .build();
    style(chart.getStyler());
    return chart;
  }

  private static void style(AxesChartStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotGridLinesColor(new Color(0xDDDDDD));
    // Dashes are written out one by one, and there are thousands.
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setPlotBorderVisible(false);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendPosition(Styler.LegendPosition.OutsideE);
    styler.setDecimalPattern("#,##0.###");
    styler.setMarkerSize(6);
  }
}
