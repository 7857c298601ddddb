package dev.lanewise.cli;

import dev.lanewise.engine.SentenceEncoder;
import dev.lanewise.weights.quantize.QuantizationReport;
import dev.lanewise.weights.quantize.QuantizedTensor;
import dev.lanewise.weights.quantize.Quantizer;
import dev.lanewise.weights.quantize.WeightForm;
import dev.lanewise.weights.verify.CosineSummary;
import dev.lanewise.weights.verify.ModelComparison;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A model with narrower weights. */
@Command(
    name = "quantize",
    description = {
      "Write a model with its weights as f16, bf16 or int8: a new folder that every command takes as"
          + " --model. Prints how far each matrix was rounded, and the size of the weights.",
      "f16 and bf16 are read by other tools too; int8 is a format of this engine's own in a valid"
          + " safetensors file. --to f32 undoes it.",
      "What is rounded are the transformer's matrices. Its biases and norms, and the modules behind it"
          + " (2_Dense), which are small, stay as they are."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise quantize ./bge-small-en-v1.5 --to int8 -o ./bge-small-int8 --check texts.txt",
      "  lanewise quantize BAAI/bge-m3 --to bf16 -o ./bge-m3-bf16",
      "  lanewise quantize ./model --to int8 --embeddings f16 -o ./model-int8 --format json"
    })
final class QuantizeCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A model's folder, or the name of a model in the hub's cache.")
  private String model;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FORM",
      description = "f16, bf16, int8 or f32: the form of the matrices of weights.")
  private WeightForm form;

  @Option(
      names = "--embeddings",
      paramLabel = "FORM",
      description = "The form of the tables of embeddings. Default: that of --to.")
  private Optional<WeightForm> embeddings = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FOLDER",
      description = "The folder to make. It must not be there yet, and appears when complete.")
  private Path output;

  @Option(
      names = "--check",
      paramLabel = "FILE",
      description = {
        "Texts (.txt, .jsonl): print the cosine of their vectors before and after, the smallest and"
            + " the mean."
      })
  private Optional<String> check = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json. Default: ${DEFAULT-VALUE}.")
  private OutputFormat format;

  @Override
  public Integer call() throws IOException {
    Path folder = ModelLocator.find(model);
    QuantizationReport report;
    try (ByteProgress progress = new ByteProgress("quantizing")) {
      report = new Quantizer(form, embeddings.orElse(form)).quantize(folder, output, progress);
    }
    Optional<CosineSummary> cosines = check.map(texts -> compare(folder, texts));
    if (format == OutputFormat.JSON) {
      printJson(report, cosines);
    } else {
      printTable(report, cosines);
    }
    return 0;
  }

  private CosineSummary compare(Path folder, String texts) {
    try (Stream<String> lines = TextOptions.open(texts, Optional.empty(), Optional.empty());
        SentenceEncoder before = SentenceEncoder.open(folder);
        SentenceEncoder after = SentenceEncoder.open(output)) {
      Iterator<String> each = lines.iterator();
      return ModelComparison.compare(before, after, each);
    }
  }

  private void printTable(QuantizationReport report, Optional<CosineSummary> cosines) {
    PrintWriter out = command.commandLine().getOut();
    for (QuantizedTensor tensor : report.tensors()) {
      out.printf(
          Locale.ROOT,
          "%-4s to %-4s  max error %.2e  relative rms %.2e  %s %s%n",
          tensor.from(),
          tensor.to(),
          tensor.maxError(),
          tensor.relativeRms(),
          tensor.name(),
          tensor.shape());
    }
    out.printf(
        Locale.ROOT,
        "weights %.1f MB, before %.1f MB%n",
        report.bytesAfter() / 1e6,
        report.bytesBefore() / 1e6);
    cosines.ifPresent(
        each ->
            out.printf(
                Locale.ROOT,
                "cosine to the original over %d texts: min %.6f (text %d), mean %.6f%n",
                each.texts(),
                each.min(),
                each.worst(),
                each.mean()));
    if (!report.leftOut().isEmpty()) {
      Console.note("not copied, the weights in other formats: " + report.leftOut());
    }
  }

  private static void printJson(QuantizationReport report, Optional<CosineSummary> cosines) {
    Json.print(
        json -> {
          json.writeStartObject();
          json.writeNumberProperty("bytes_before", report.bytesBefore());
          json.writeNumberProperty("bytes_after", report.bytesAfter());
          if (cosines.isPresent()) {
            json.writeObjectPropertyStart("cosine");
            json.writeNumberProperty("texts", cosines.get().texts());
            json.writeNumberProperty("min", cosines.get().min());
            json.writeNumberProperty("mean", cosines.get().mean());
            json.writeNumberProperty("worst", cosines.get().worst());
            json.writeEndObject();
          }
          json.writeArrayPropertyStart("tensors");
          for (QuantizedTensor tensor : report.tensors()) {
            json.writeStartObject();
            json.writeStringProperty("name", tensor.name());
            json.writeArrayPropertyStart("shape");
            tensor.shape().forEach(json::writeNumber);
            json.writeEndArray();
            json.writeStringProperty("from", tensor.from());
            json.writeStringProperty("to", tensor.to());
            json.writeNumberProperty("max_error", tensor.maxError());
            json.writeNumberProperty("relative_rms", tensor.relativeRms());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeArrayPropertyStart("left_out");
          report.leftOut().forEach(path -> json.writeString(path.toString()));
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
