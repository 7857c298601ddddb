package dev.lanewise.cli;

import dev.lanewise.engine.EncodeOptions;
import dev.lanewise.engine.LongTexts;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What becomes of texts that are longer than the model takes. */
final class LongTextOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** What there is to choose from. */
  enum Way {
    TRUNCATE,
    WINDOWS
  }

  @Option(
      names = "--long-texts",
      paramLabel = "WAY",
      defaultValue = "truncate",
      description = {
        "What becomes of texts longer than the model takes: truncate cuts their end and says how"
            + " many were cut; windows encodes all of a text, piece by piece, and averages the"
            + " pieces' pooled vectors by their tokens.",
        "Default: ${DEFAULT-VALUE}."
      })
  private Way way;

  @Option(
      names = "--overlap",
      paramLabel = "N",
      description =
          "With windows: tokens that a piece has in common with the one before. Default: 0.")
  private Optional<Integer> overlap = Optional.empty();

  /** Adds what was asked for. */
  EncodeOptions apply(EncodeOptions options) {
    if (overlap.isPresent() && (way != Way.WINDOWS || overlap.get() < 0)) {
      throw new CommandLine.ParameterException(
          command.commandLine(), "--overlap is for --long-texts windows, and at least 0");
    }
    return way == Way.WINDOWS
        ? options.withLongTexts(LongTexts.inWindows(overlap.orElse(0)))
        : options;
  }
}
