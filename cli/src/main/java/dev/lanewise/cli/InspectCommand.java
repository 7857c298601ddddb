package dev.lanewise.cli;

import dev.lanewise.weights.inspect.TensorStatistics;
import dev.lanewise.weights.inspect.TensorSummary;
import dev.lanewise.weights.inspect.WeightInspection;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/** What a weight file holds. */
@Command(
    name = "inspect",
    description = {
      "Print what a weight file holds: tensors with type, shape and statistics of their values, and"
          + " metadata. Reads safetensors, PyTorch checkpoints (zip and legacy), ONNX and GGUF, single"
          + " files or shards tied together by an index; nothing in a file is ever executed."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise inspect ./all-MiniLM-L6-v2",
      "  lanewise inspect pytorch_model.bin --no-statistics",
      "  lanewise inspect model.gguf --format json"
    })
final class InspectCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description =
          "A weight file, an index of shards, a model's folder, or the name of a model in the hub's"
              + " cache.")
  private String file;

  @Option(
      names = "--no-statistics",
      description = "Don't read the values, only what the file says about its tensors.")
  private boolean withoutStatistics;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json. Default: ${DEFAULT-VALUE}.")
  private OutputFormat format;

  @Override
  public Integer call() throws IOException {
    WeightInspection inspection;
    try (ByteProgress progress = new ByteProgress("reading")) {
      inspection = WeightInspection.of(ModelLocator.find(file), !withoutStatistics, progress);
    }
    if (format == OutputFormat.JSON) {
      printJson(inspection);
    } else {
      printTable(inspection);
    }
    return 0;
  }

  private void printTable(WeightInspection inspection) {
    PrintWriter out = command.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s: %s, %d tensors, %,d elements, %.1f MB%n",
        printable(inspection.path().toString()),
        inspection.format(),
        inspection.tensors().size(),
        inspection.parameters(),
        inspection.bytes() / 1e6);
    inspection
        .metadata()
        .forEach((key, value) -> out.println("  " + printable(key) + " = " + printable(value)));
    if (!withoutStatistics && !inspection.tensors().isEmpty()) {
      out.printf(
          Locale.ROOT,
          "%-9s %10s %10s %10s %5s %5s  tensor%n",
          "type",
          "min",
          "max",
          "mean",
          "NaN",
          "Inf");
    }
    for (TensorSummary tensor : inspection.tensors()) {
      out.printf(
          Locale.ROOT,
          "%-9s %s %s %s%n",
          tensor.type(),
          withoutStatistics ? "" : statistics(tensor.statistics()),
          printable(tensor.name()),
          tensor.shape());
    }
  }

  private static String statistics(Optional<TensorStatistics> statistics) {
    return statistics
        .map(
            each ->
                String.format(
                    Locale.ROOT,
                    "%10.4g %10.4g %10.3g %5d %5d ",
                    each.min(),
                    each.max(),
                    each.mean(),
                    each.nan(),
                    each.infinite()))
        .orElse(String.format(Locale.ROOT, "%10s %10s %10s %5s %5s ", "-", "-", "-", "-", "-"));
  }

  /** Names come from the file and may hold anything, also what a terminal would obey. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "\uFFFD");
  }

  private static void printJson(WeightInspection inspection) {
    Json.print(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("file", inspection.path().toString());
          json.writeStringProperty("format", inspection.format());
          json.writeNumberProperty("elements", inspection.parameters());
          json.writeNumberProperty("bytes", inspection.bytes());
          json.writeObjectPropertyStart("metadata");
          inspection.metadata().forEach(json::writeStringProperty);
          json.writeEndObject();
          json.writeArrayPropertyStart("tensors");
          inspection.tensors().forEach(tensor -> writeTensor(json, tensor));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void writeTensor(JsonGenerator json, TensorSummary tensor) {
    json.writeStartObject();
    json.writeStringProperty("name", tensor.name());
    json.writeStringProperty("type", tensor.type());
    json.writeArrayPropertyStart("shape");
    tensor.shape().forEach(json::writeNumber);
    json.writeEndArray();
    json.writeNumberProperty("bytes", tensor.bytes());
    if (tensor.statistics().isPresent()) {
      TensorStatistics statistics = tensor.statistics().get();
      // JSON has no NaN: what a tensor without finite values hasn't is left out.
      if (!Double.isNaN(statistics.min())) {
        json.writeNumberProperty("min", statistics.min());
        json.writeNumberProperty("max", statistics.max());
        json.writeNumberProperty("mean", statistics.mean());
      }
      json.writeNumberProperty("nan", statistics.nan());
      json.writeNumberProperty("infinite", statistics.infinite());
    }
    json.writeEndObject();
  }
}
