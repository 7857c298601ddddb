package dev.lanewise.cli;

import dev.lanewise.weights.pack.PackReport;
import dev.lanewise.weights.pack.Packer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A model as one file. */
@Command(
    name = "pack",
    description = {
      "Make one file of a model: a .zip, which every command takes as --model and maps where it lies;"
          + " a .jar, which puts the model on a program's class path; or a .tar.gz.",
      "The same files give the same bytes on any machine. Files whose names start with a dot are left"
          + " out."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise pack ./bge-small-en-v1.5 -o bge-small-en-v1.5.zip",
      "  lanewise pack BAAI/bge-small-en-v1.5 -o bge-small-en-v1.5.jar",
      "  lanewise pack ./model -o model-1.2.jar --name model",
      "In Java, with that jar on the class path:",
      "  SentenceEncoder.openResource(\"model\")"
    })
final class PackCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A model's folder, or the name of a model in the hub's cache.")
  private String model;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = {
        "The file to make: .zip, .jar, .tar.gz or .tgz. One of that name is replaced when the new one"
            + " is complete."
      })
  private Path output;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What a jar's model is called on the class path. Default: as the jar is.")
  private Optional<String> name = Optional.empty();

  @Override
  public Integer call() throws IOException {
    PackReport report;
    try (ByteProgress progress = new ByteProgress("packing")) {
      report = new Packer(name).pack(ModelLocator.find(model), output, progress);
    }
    command
        .commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %d files, %.1f MB%s%n",
            output,
            report.files(),
            report.bytes() / 1e6,
            report.name().isEmpty() ? "" : ", on the class path as " + report.name());
    return 0;
  }
}
