package dev.lanewise.cli;

import dev.lanewise.engine.LoadOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which model to use, of a kind that doesn't come with the project, and how to run it. */
final class UnbundledModelOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = {
        "A model folder, an archive of one (.zip, .jar, .tar.gz), or the name of a model in the hub's"
            + " cache (BAAI/bge-reranker-base).",
        "Has to be given: no model of this kind is bundled."
      })
  private Optional<String> model = Optional.empty();

  @Mixin private RunOptions run;

  /**
   * Opens the model.
   *
   * @param kind what it is, for messages
   */
  <M> M open(String kind, BiFunction<Path, LoadOptions, M> opener) {
    String name =
        model.orElseThrow(
            () ->
                new CommandLine.ParameterException(
                    command.commandLine(), "name a " + kind + " with --model: none is bundled"));
    return opener.apply(ModelLocator.find(name), run.options());
  }
}
