package dev.lanewise.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The command that the others are under. */
@Command(
    name = "lanewise",
    description = "Sentence embeddings from published transformer models, in Java alone.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = CommandLine.ScopeType.INHERIT,
    subcommands = {
      EmbedCommand.class,
      TokenizeCommand.class,
      SimilarityCommand.class,
      SearchCommand.class,
      MineCommand.class,
      RerankCommand.class,
      FillMaskCommand.class,
      InfoCommand.class,
      BenchCommand.class,
      PullCommand.class,
      QuantizeCommand.class,
      InspectCommand.class,
      ConvertCommand.class,
      VerifyCommand.class,
      PackCommand.class,
      UnpackCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  lanewise search \"What is PVC?\" --docs examples/faq.jsonl",
      "  lanewise embed --model ./all-MiniLM-L6-v2 texts.txt -o vectors.npy --format npy",
      "  lanewise COMMAND --help"
    })
public final class Main {
  @Option(
      names = "--verbose",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Say more on standard error: notes, and the stack trace of a failure.")
  private boolean verbose;

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs a command line; returns the exit code. */
  static int run(String... args) {
    return run(
        new PrintWriter(Console.standardOutput(), true, StandardCharsets.UTF_8),
        Console.standardError(),
        args);
  }

  /** Runs a command line that prints its text to these; JSON goes to standard output always. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(Main::execute)
        .setParameterExceptionHandler(Main::wrongUsage)
        .setExecutionExceptionHandler(Main::failed)
        .execute(args);
  }

  private static int execute(ParseResult result) {
    Main main = (Main) result.commandSpec().userObject();
    CommandLineLoggers.setVerbose(main.verbose);
    if (!result.hasSubcommand()
        && !result.isUsageHelpRequested()
        && !result.isVersionHelpRequested()) {
      throw new CommandLine.ParameterException(
          result.commandSpec().commandLine(), "a command is missing");
    }
    return new CommandLine.RunLast().execute(result);
  }

  private static int wrongUsage(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command.getErr().println("lanewise: " + e.getMessage());
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println("Try '" + name + " --help'.");
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine command, ParseResult result) {
    if (e instanceof BrokenPipeException) {
      // Whoever read the output has seen enough.
      return CommandLine.ExitCode.OK;
    }
    command.getErr().println("lanewise: " + Console.message(e));
    Main main = (Main) result.commandSpec().root().userObject();
    if (main.verbose) {
      e.printStackTrace(command.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
