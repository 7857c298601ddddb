package dev.lanewise.cli;

import dev.lanewise.weights.convert.ConversionReport;
import dev.lanewise.weights.convert.Converter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Weights of other formats to safetensors. */
@Command(
    name = "convert",
    description = {
      "Make a folder with model.safetensors from a model in another format: PyTorch checkpoints"
          + " (pytorch_model.bin, zip or legacy, sharded), ONNX exports, GGUF files (bert; F32, F16,"
          + " BF16, Q8_0). Weights keep their type and bits; Q8_0 becomes F32.",
      "A checkpoint is a Python program. Only what tensors need is understood, everything else is"
          + " refused by its name, and nothing is ever executed."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise convert ./text2vec-base-chinese -o ./text2vec-safetensors",
      "  lanewise convert ./all-MiniLM-L6-v2/onnx/model.onnx -o ./minilm",
      "  lanewise convert bge-small-en-v1.5-q8_0.gguf -o ./bge-small --normalize"
    })
final class ConvertCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description =
          "A model's folder or the name of a model in the hub's cache, a weight file that stands in"
              + " a model's folder, or a GGUF file.")
  private String source;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FOLDER",
      description = "The folder to make. It must not be there yet, and appears when complete.")
  private Path output;

  @Option(
      names = "--normalize",
      description =
          "Scale the vectors of a GGUF model to length one, which its file says nothing about.")
  private boolean normalize;

  @Override
  public Integer call() throws IOException {
    ConversionReport report;
    try (ByteProgress progress = new ByteProgress("converting")) {
      report = new Converter(normalize).convert(ModelLocator.find(source), output, progress);
    }
    command
        .commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s (%s): %d tensors, %.1f MB in %s%n",
            report.source(),
            report.format(),
            report.tensors(),
            report.bytes() / 1e6,
            output);
    report.notes().forEach(Console::note);
    return 0;
  }
}
