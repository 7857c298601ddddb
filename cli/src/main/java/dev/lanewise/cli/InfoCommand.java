package dev.lanewise.cli;

import dev.lanewise.engine.ModelInfo;
import dev.lanewise.engine.SentenceEncoder;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/** What a model is and how it runs here. */
@Command(
    name = "info",
    description = {
      "Print what a model is (architecture, pooling, prompts, limits) and how it runs on this machine"
          + " (kernel and why, threads, memory)."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise info",
      "  lanewise info --model ./all-MiniLM-L6-v2 --format json"
    })
final class InfoCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Mixin private ModelOptions model;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json. Default: ${DEFAULT-VALUE}.")
  private OutputFormat format;

  @Override
  public Integer call() {
    try (SentenceEncoder encoder = model.open()) {
      ModelInfo info = encoder.info();
      if (format == OutputFormat.JSON) {
        printJson(info);
      } else {
        printTable(info);
      }
    }
    return 0;
  }

  private void printTable(ModelInfo info) {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("model", info.folder().toString());
    rows.put(
        "architecture",
        String.format(
            Locale.ROOT,
            "%s, %d layers, hidden size %d, %d heads, intermediate size %d",
            info.modelType(),
            info.layers(),
            info.hiddenSize(),
            info.heads(),
            info.intermediateSize()));
    rows.put(
        "parameters",
        String.format(
            Locale.ROOT,
            "%,d (%s, %.1f MB mapped)",
            info.parameters(),
            String.join(", ", info.weightTypes()),
            info.weightBytes() / 1e6));
    rows.put("tokenizer", info.tokenizer() + ", " + info.vocabularySize() + " embeddings");
    rows.put("longest text", info.maxTokens() + " tokens");
    rows.put(
        "pooling",
        String.join(" + ", info.pooling())
            + (info.includePrompt() ? "" : ", without the prompt")
            + (info.normalize() ? ", then length one" : ""));
    rows.put(
        "vector", info.dimension() + " dimensions, compared by " + info.similarity().configName());
    rows.put("prompts", prompts(info));
    rows.put("kernel", info.kernel() + ": " + info.kernelReason());
    rows.put("compute", info.compute());
    rows.put(
        "memory", String.format(Locale.ROOT, "%.1f MB packed weights", info.packedBytes() / 1e6));
    rows.put("threads", String.valueOf(info.threads()));
    PrintWriter out = command.commandLine().getOut();
    rows.forEach((name, value) -> out.printf(Locale.ROOT, "%-13s %s%n", name, value));
  }

  private static String prompts(ModelInfo info) {
    List<String> prompts =
        info.prompts().entrySet().stream()
            .filter(prompt -> !prompt.getValue().isEmpty())
            .map(
                prompt ->
                    prompt.getKey()
                        + " \""
                        + prompt.getValue()
                        + "\""
                        + (info.defaultPrompt().stream().anyMatch(prompt.getKey()::equals)
                            ? " (by default)"
                            : ""))
            .sorted()
            .toList();
    return prompts.isEmpty() ? "none" : String.join(", ", prompts);
  }

  private static void printJson(ModelInfo info) {
    Json.print(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("model", info.folder().toString());
          json.writeStringProperty("model_type", info.modelType());
          json.writeNumberProperty("layers", info.layers());
          json.writeNumberProperty("hidden_size", info.hiddenSize());
          json.writeNumberProperty("heads", info.heads());
          json.writeNumberProperty("intermediate_size", info.intermediateSize());
          json.writeNumberProperty("vocabulary_size", info.vocabularySize());
          json.writeNumberProperty("parameters", info.parameters());
          strings(json, "weight_types", info.weightTypes());
          json.writeNumberProperty("weight_bytes", info.weightBytes());
          json.writeStringProperty("tokenizer", info.tokenizer());
          json.writeNumberProperty("max_tokens", info.maxTokens());
          strings(json, "pooling", info.pooling());
          json.writeBooleanProperty("include_prompt", info.includePrompt());
          json.writeBooleanProperty("normalize", info.normalize());
          json.writeNumberProperty("dimension", info.dimension());
          json.writeObjectPropertyStart("prompts");
          info.prompts().forEach(json::writeStringProperty);
          json.writeEndObject();
          if (info.defaultPrompt().isPresent()) {
            json.writeStringProperty("default_prompt", info.defaultPrompt().get());
          }
          json.writeStringProperty("similarity", info.similarity().configName());
          json.writeStringProperty("kernel", info.kernel());
          json.writeStringProperty("kernel_reason", info.kernelReason());
          json.writeStringProperty("compute", info.compute());
          json.writeNumberProperty("packed_bytes", info.packedBytes());
          json.writeNumberProperty("threads", info.threads());
          strings(json, "warnings", info.warnings());
          json.writeEndObject();
        });
  }

  private static void strings(JsonGenerator json, String name, List<String> values) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeString);
    json.writeEndArray();
  }
}
