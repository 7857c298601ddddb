package dev.lanewise.cli;

import dev.lanewise.weights.hub.HubSettings;
import dev.lanewise.weights.hub.ModelName;
import dev.lanewise.weights.pull.ModelPull;
import dev.lanewise.weights.pull.PulledModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A published model into the cache. */
@Command(
    name = "pull",
    description = {
      "Fetch a published model into the cache that the hub's own tools use too, and print its"
          + " folder. From then on every command takes its name as --model.",
      "Only what is needed is fetched: configurations, the tokenizer, and one form of the weights,"
          + " safetensors if there are any. Every file is checked against the hub's checksum. What"
          + " was cut off goes on where it ended when the command is given again.",
      "Read from the environment: HF_ENDPOINT (another hub or a mirror), HF_TOKEN, HF_HOME,"
          + " HF_HUB_CACHE, HF_HUB_OFFLINE=1 (nothing is fetched), HF_HUB_DOWNLOAD_TIMEOUT,"
          + " http_proxy, https_proxy, no_proxy."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise pull BAAI/bge-small-en-v1.5",
      "  lanewise embed --model BAAI/bge-small-en-v1.5 --text \"What is PVC?\"",
      "  lanewise pull sentence-transformers/gtr-t5-base --convert",
      "  lanewise pull intfloat/e5-small-v2@refs/pr/1",
      "  HF_ENDPOINT=https://hub.example.org lanewise pull team/model@v2"
    })
final class PullCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = {
        "The model's name, org/name, or org/name@revision with a branch, a tag or a commit.",
        "Default revision: main."
      })
  private String model;

  @Option(
      names = "--convert",
      description =
          "If weights are there only as a PyTorch checkpoint, an ONNX export or a GGUF file, convert"
              + " them to safetensors, beside the model in the cache.")
  private boolean convert;

  @Override
  public Integer call() throws IOException {
    ModelName name =
        ModelName.find(model)
            .orElseThrow(
                () ->
                    new CommandLine.ParameterException(
                        command.commandLine(),
                        model + " is not a model's name: org/name, or org/name@revision"));
    HubSettings settings = HubSettings.of(System.getenv());
    if (settings.proxies().needPassword()) {
      // Java doesn't send passwords to a proxy that it tunnels through, unless told to.
      System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    }
    ModelPull pull = new ModelPull(settings, Console::note);
    PulledModel pulled;
    try (ByteProgress progress = new ByteProgress("pulling")) {
      pulled = pull.pull(name, progress);
    }
    Console.note(
        String.format(
            Locale.ROOT, "%d files, %.1f MB fetched", pulled.files(), pulled.fetched() / 1e6));
    command.commandLine().getOut().println(folder(pull, pulled, settings));
    return 0;
  }

  /** The folder to open: the model's own, or the one with its converted weights. */
  private Path folder(ModelPull pull, PulledModel pulled, HubSettings settings) throws IOException {
    if (pulled.toConvert().isEmpty()) {
      return pulled.folder();
    }
    if (convert) {
      try (ByteProgress progress = new ByteProgress("converting")) {
        return pull.convert(pulled, progress);
      }
    }
    Path found = settings.cache().find(pulled.model()).orElse(pulled.folder());
    if (found.equals(pulled.folder())) {
      Console.note(
          String.join(", ", pulled.toConvert())
              + " must be converted before the model can be used: lanewise pull "
              + pulled.model()
              + " --convert");
    }
    return found;
  }
}
