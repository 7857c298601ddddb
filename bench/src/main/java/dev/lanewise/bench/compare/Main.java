package dev.lanewise.bench.compare;

import dev.lanewise.bench.report.Report;
import dev.lanewise.bench.results.Results;
import dev.lanewise.bench.results.ResultsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program behind {@code bench/run}. */
@Command(
    name = "bench/run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures Lanewise beside other runtimes and writes a report with charts.",
    footer = {
      "",
      "Results go to bench/results: DATE-MACHINE.json with every number, the report"
          + " DATE-MACHINE.md and a folder of charts. Remarks on targets are taken from"
          + " DATE-MACHINE.properties beside them, where there is one.",
      "The first run makes the models, for which --python and --vocabulary are needed.",
      "Options for Java, such as -Dlanewise.bits=256, can be given in BENCH_JAVA_OPTS."
    })
public final class Main implements Callable<Integer> {
  @Option(names = "--quick", description = "A smoke run of some minutes; its numbers mean little.")
  private boolean quick;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      split = ",",
      description = "Models to measure with. Default: minilm-l6,bge-base; one with --quick.")
  private List<String> models = List.of();

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description = "Measure only these: ${COMPLETION-CANDIDATES}.")
  private Set<Comparison.Part> parts = EnumSet.allOf(Comparison.Part.class);

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of each side. Default: all processors.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description =
          "A Python with sentence-transformers, to measure it as well, and with onnx and"
              + " onnxruntime, to make the models.")
  private Optional<Path> python = Optional.empty();

  @Option(
      names = "--vocabulary",
      paramLabel = "FILE",
      description = "The tokenizer.json of bert-base-uncased, to make the models.")
  private Optional<Path> vocabulary = Optional.empty();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Measure nothing: write the report of a JSON file of results anew.")
  private Optional<Path> report = Optional.empty();

  @Option(
      names = "--add-to",
      paramLabel = "FILE",
      description = {
        "Put what is measured into this JSON file of results, which an earlier run with other parts"
            + " or models wrote on the same machine and commit."
      })
  private Optional<Path> addTo = Optional.empty();

  @Option(names = "--home", hidden = true, description = "The root of the repository.")
  private Path home = Path.of("");

  @Option(names = "--commit", hidden = true, description = "The commit of the sources.")
  private String commit = "unknown";

  @Spec private CommandSpec spec;

  private Main() {}

  /** Runs the program. */
  public static void main(String[] arguments) {
    // A native pool's threads may not be daemons, so the process has to be ended.
    System.exit(
        new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = home.resolve("bench/results");
    if (report.isPresent()) {
      Path file = report.get();
      write(ResultsFile.read(file), file.resolveSibling(""), baseName(file));
      return 0;
    }
    Results.Setting setting = ThisMachine.setting(threads, commit, quick);
    Optional<Results> earlier = addTo.map(ResultsFile::read);
    earlier.ifPresent(results -> requireSame(results.setting(), setting));
    Plan plan = quick ? Plan.QUICK : Plan.FULL;
    List<Path> modelFolders = modelFolders();
    Comparison comparison =
        new Comparison(
            new Comparison.Request(
                modelFolders,
                home.resolve("lanewise"),
                python.map(
                    file ->
                        new PythonProcess.Program(
                            file, home.resolve("bench/scripts/peer_server.py"))),
                threads,
                plan,
                parts),
            step -> System.err.println("bench: " + step));
    Results measured = comparison.run(setting);
    Results results = earlier.map(before -> before.with(measured)).orElse(measured);
    Files.createDirectories(folder);
    Path file =
        addTo.orElseGet(
            () -> folder.resolve(ThisMachine.fileName(results.setting(), folder) + ".json"));
    ResultsFile.write(results, file);
    write(results, file.resolveSibling(""), baseName(file));
    return 0;
  }

  private List<Path> modelFolders() throws IOException {
    try {
      return new ModelCache(home.resolve("bench")).ready(modelNames(), python, vocabulary);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private void requireSame(Results.Setting earlier, Results.Setting now) {
    try {
      earlier.requireSame(now);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private List<String> modelNames() {
    if (!models.isEmpty()) {
      return models;
    }
    return quick ? List.of("minilm-l6") : List.of("minilm-l6", "bge-base");
  }

  private void write(Results results, Path folder, String name) {
    var notes = Report.notes(folder.resolve(name + ".properties"));
    System.out.println(new Report(results, notes).write(folder, name));
  }

  private static String baseName(Path file) {
    return file.getFileName().toString().replaceFirst("\\.json$", "");
  }
}
