package dev.lanewise.cli;

import dev.lanewise.engine.TextPair;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Texts from the command line, from a file or from standard input. */
final class TextOptions {
  private static final String STANDARD_INPUT = "-";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = {
        "Texts: .txt one a line; .jsonl a JSON string a line, or an object with a field \"text\";"
            + " .csv and .tsv with a header. - is standard input."
      })
  private Optional<String> file = Optional.empty();

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "A text; can be given several times, before those of a file.")
  private List<String> texts = new ArrayList<>();

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description = "The column of a .csv or .tsv file that holds the texts.")
  private Optional<String> column = Optional.empty();

  @Option(
      names = "--input-format",
      paramLabel = "FORMAT",
      description = "txt, jsonl, csv or tsv, where the file's name doesn't tell.")
  private Optional<TextFormat> format = Optional.empty();

  /** The texts in order, read as they are asked for. To be closed. */
  Stream<String> open() {
    Stream<String> given = texts.stream().map(TextFile::wellFormed);
    if (file.isEmpty()) {
      if (texts.isEmpty()) {
        throw new CommandLine.ParameterException(
            command.commandLine(), "no texts: give FILE, - for standard input, or --text");
      }
      return given;
    }
    Stream<String> read = open(file.get(), format, column);
    return Stream.concat(given, read);
  }

  /** The texts of a file or of standard input, with a progress bar on a terminal. */
  static Stream<String> open(String file, Optional<TextFormat> format, Optional<String> column) {
    TextFormat actual = format.orElseGet(() -> TextFormat.of(file));
    return TextFile.read(name(file), stream(file), actual, column);
  }

  /** The pairs of texts of a file or of standard input, with a progress bar on a terminal. */
  static Stream<TextPair> openPairs(String file) {
    return TextFile.readPairs(name(file), stream(file));
  }

  private static String name(String file) {
    return file.equals(STANDARD_INPUT) ? "standard input" : file;
  }

  private static InputStream stream(String file) {
    try {
      return file.equals(STANDARD_INPUT) ? System.in : openFile(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException(file + ": there is no such file", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be read: " + e.getMessage(), e);
    }
  }

  private static InputStream openFile(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException("it is a folder");
    }
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    InputStream in = new FileInputStream(path.toFile());
    return Console.isTerminal() ? ProgressBar.wrap(in, progressBar(path)) : in;
  }

  private static ProgressBarBuilder progressBar(Path path) {
    return new ProgressBarBuilder()
        .setTaskName(String.valueOf(path.getFileName()))
        .setUnit("KB", 1000)
        .setStyle(ProgressBarStyle.ASCII)
        .showSpeed()
        .clearDisplayOnFinish()
        .setConsumer(new ConsoleProgressBarConsumer(System.err, Console.terminalWidth()));
  }
}
