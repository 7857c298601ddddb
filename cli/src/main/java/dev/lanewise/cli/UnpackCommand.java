package dev.lanewise.cli;

import dev.lanewise.weights.pack.PackReport;
import dev.lanewise.weights.pack.Unpacker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A model's folder from one file. */
@Command(
    name = "unpack",
    description = {
      "Make a model's folder from an archive: a .zip, a .jar or a .tar.gz, made by 'lanewise pack' or"
          + " by anything else. If the model lies in a folder of the archive, that folder is taken.",
      "Names that lead elsewhere, links, entries that are there twice and archives that inflate out"
          + " of proportion are refused, and nothing of them is left behind."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise unpack bge-small-en-v1.5.zip -o ./bge-small-en-v1.5",
      "  lanewise unpack all-MiniLM-L6-v2.tar.gz -o ./minilm"
    })
final class UnpackCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(index = "0", paramLabel = "FILE", description = "The archive.")
  private Path archive;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FOLDER",
      description = "The folder to make. It must not be there yet, and appears when complete.")
  private Path output;

  @Override
  public Integer call() throws IOException {
    PackReport report;
    try (ByteProgress progress = new ByteProgress("unpacking")) {
      report = Unpacker.unpack(archive, output, progress);
    }
    command
        .commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s (%s): %d files, %.1f MB in %s%n",
            archive,
            report.format(),
            report.files(),
            report.bytes() / 1e6,
            output);
    return 0;
  }
}
