package dev.lanewise.cli;

import dev.lanewise.engine.LoadOptions;
import dev.lanewise.engine.SentenceEncoder;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which model to use and how to run it. */
final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = {
        "A model folder as sentence-transformers saves it, or the name of a model in the hub's cache"
            + " (BAAI/bge-small-en-v1.5).",
        "Default: the bundled model."
      })
  private Optional<String> model = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to compute with. Default: all processors.")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--kernel",
      paramLabel = "KERNEL",
      defaultValue = "auto",
      description = {
        "auto, vector or scalar: the arithmetic to use; vectors are the same with each.",
        "Default: ${DEFAULT-VALUE}, the fastest that runs here."
      })
  private String kernel;

  @Option(
      names = "--weights",
      paramLabel = "FORM",
      defaultValue = "auto",
      description = {
        "auto, f32, bf16, f16 or int8: how to hold the weights in memory. Narrower than the file's"
            + " they take less of it and answer a single text faster; vectors change a little.",
        "Default: ${DEFAULT-VALUE}, as the file holds them."
      })
  private String weights;

  @Option(
      names = "--compute",
      paramLabel = "ARITHMETIC",
      defaultValue = "float",
      description = {
        "float or int: in what the linear layers multiply. With int texts in bulk are encoded faster;"
            + " vectors change somewhat, and --weights has no choice to make.",
        "Default: ${DEFAULT-VALUE}."
      })
  private String compute;

  /** Opens the model. */
  SentenceEncoder open() {
    LoadOptions options =
        LoadOptions.DEFAULT
            .withKernel(kernel)
            .withWeights(weights)
            .withCompute(compute)
            .withThreads(threads.orElse(LoadOptions.DEFAULT.threads()));
    Path folder = model.map(ModelLocator::find).orElseGet(BundledModel::folder);
    return SentenceEncoder.open(folder, options);
  }
}
