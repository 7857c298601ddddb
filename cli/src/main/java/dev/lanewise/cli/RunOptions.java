package dev.lanewise.cli;

import dev.lanewise.engine.LoadOptions;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How to run a model. */
final class RunOptions {
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

  /** What was asked for. */
  LoadOptions options() {
    return LoadOptions.DEFAULT
        .withKernel(kernel)
        .withWeights(weights)
        .withCompute(compute)
        .withThreads(threads.orElse(LoadOptions.DEFAULT.threads()));
  }
}
