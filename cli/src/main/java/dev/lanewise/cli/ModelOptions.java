package dev.lanewise.cli;

import dev.lanewise.engine.LoadOptions;
import dev.lanewise.engine.SentenceEncoder;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model to use and how to run it. */
final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = {
        "A model folder as sentence-transformers saves it, an archive of one (.zip, .jar, .tar.gz), or"
            + " the name of a model in the hub's cache (BAAI/bge-small-en-v1.5).",
        "Default: the bundled model."
      })
  private Optional<String> model = Optional.empty();

  @Mixin private RunOptions run;

  /** Opens the model. */
  SentenceEncoder open() {
    return SentenceEncoder.open(folder(), options());
  }

  /** How to run it. */
  LoadOptions options() {
    return run.options();
  }

  /** The model's folder. */
  Path folder() {
    return model.map(ModelLocator::find).orElseGet(BundledModel::folder);
  }
}
