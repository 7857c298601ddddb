package dev.lanewise.cli;

import dev.lanewise.engine.LoadOptions;
import dev.lanewise.engine.SentenceEncoder;
import dev.lanewise.engine.files.AtomicFile;
import dev.lanewise.weights.verify.ExpectedVectors;
import dev.lanewise.weights.verify.Manifest;
import dev.lanewise.weights.verify.VectorCheck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether a model is what it should be. */
@Command(
    name = "verify",
    description = {
      "Check a model's files against a manifest of SHA-256 checksums, or its vectors against those"
          + " that sentence-transformers gave in Python. Exit code 1 if they differ.",
      "--write-script prints the Python program that makes a file of expected vectors."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise verify ./bge-small-en-v1.5 --write-manifest",
      "  lanewise verify ./bge-small-en-v1.5",
      "  lanewise verify --write-script > make_expected.py",
      "  python make_expected.py ./bge-small-en-v1.5 texts.txt > expected.jsonl",
      "  lanewise verify ./bge-small-en-v1.5 --expected expected.jsonl"
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "MODEL",
      description = "A model's folder, or the name of a model in the hub's cache.")
  private Optional<String> model = Optional.empty();

  @Option(
      names = "--write-manifest",
      description = "Write the checksums of the folder's files to the manifest.")
  private boolean writeManifest;

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description =
          "The manifest, in sha256sum's form. Default: " + Manifest.NAME + " in the folder.")
  private Optional<Path> manifest = Optional.empty();

  @Option(
      names = "--expected",
      paramLabel = "FILE",
      description =
          "Compare vectors with those of this file, lines of {\"text\":…,\"embedding\":[…]}.")
  private Optional<Path> expected = Optional.empty();

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      defaultValue = "1e-5",
      description = {
        "The largest difference of a component that is let pass, for vectors of length one.",
        "Default: ${DEFAULT-VALUE}."
      })
  private double tolerance;

  @Option(
      names = "--write-script",
      description = "Print the Python program that writes a file of expected vectors.")
  private boolean writeScript;

  @Override
  public Integer call() throws IOException {
    if (writeScript) {
      command.commandLine().getOut().print(ExpectedVectors.pythonScript());
      command.commandLine().getOut().flush();
      return CommandLine.ExitCode.OK;
    }
    if (model.isEmpty()) {
      throw new CommandLine.ParameterException(command.commandLine(), "MODEL is missing");
    }
    Path folder = ModelLocator.find(model.get());
    Path file = manifest.orElse(folder.resolve(Manifest.NAME));
    if (writeManifest) {
      write(folder, file);
      return CommandLine.ExitCode.OK;
    }
    boolean files = manifest.isPresent() || Files.exists(file);
    if (!files && expected.isEmpty()) {
      throw new CommandLine.ParameterException(
          command.commandLine(),
          "nothing to verify: " + file + " is not there (--write-manifest), and no --expected");
    }
    boolean same = !files || checkFiles(folder, file);
    if (expected.isPresent()) {
      same &= checkVectors(folder, expected.get());
    }
    return same ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void write(Path folder, Path file) throws IOException {
    Manifest checksums;
    try (ByteProgress progress = new ByteProgress("reading")) {
      checksums = Manifest.of(folder, progress);
    }
    try (AtomicFile output = AtomicFile.create(file)) {
      ByteBuffer text = ByteBuffer.wrap(checksums.text().getBytes(StandardCharsets.UTF_8));
      while (text.hasRemaining()) {
        output.channel().write(text);
      }
      output.commit();
    }
    command.commandLine().getOut().println(file + ": " + checksums.files() + " files");
  }

  private boolean checkFiles(Path folder, Path file) throws IOException {
    Manifest checksums = Manifest.read(file);
    List<String> differences;
    try (ByteProgress progress = new ByteProgress("reading")) {
      differences = checksums.differences(folder, progress);
    }
    differences.forEach(command.commandLine().getOut()::println);
    if (differences.isEmpty()) {
      command.commandLine().getOut().println(checksums.files() + " files are as " + file + " says");
    } else {
      Console.note(folder + " is not what " + file + " says");
    }
    return differences.isEmpty();
  }

  private boolean checkVectors(Path folder, Path file) throws IOException {
    VectorCheck check;
    try (SentenceEncoder encoder = SentenceEncoder.open(folder, LoadOptions.DEFAULT)) {
      check = ExpectedVectors.compare(encoder, file);
    }
    command
        .commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%d texts: largest difference %.2e (text %d), smallest cosine %.9f%n",
            check.texts(),
            check.maxDifference(),
            check.worst(),
            check.minCosine());
    boolean same = check.maxDifference() <= tolerance;
    if (!same) {
      Console.note("vectors differ from " + file + " by more than " + tolerance);
    }
    return same;
  }
}
