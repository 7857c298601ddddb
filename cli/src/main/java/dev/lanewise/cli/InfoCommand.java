package dev.lanewise.cli;

import dev.lanewise.engine.CrossEncoder;
import dev.lanewise.engine.CrossEncoderInfo;
import dev.lanewise.engine.EncoderInfo;
import dev.lanewise.engine.HybridEncoder;
import dev.lanewise.engine.MaskedLanguageModel;
import dev.lanewise.engine.ModelInfo;
import dev.lanewise.engine.ModelKind;
import dev.lanewise.engine.SentenceEncoder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
      "Print what a model is (architecture, pooling, prompts, limits) and how it runs on this"
          + " machine (kernel and why, threads, memory)."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise info",
      "  lanewise info --model ./all-MiniLM-L6-v2 --format json"
    })
final class InfoCommand implements Callable<Integer> {
  private static final List<String> HYBRID_OUTPUTS =
      Stream.of(HybridOutput.values())
          .map(output -> output.toString().toLowerCase(Locale.ROOT))
          .toList();

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
    Path folder = model.folder();
    ModelKind kind = ModelKind.of(folder);
    switch (kind) {
      case SENTENCE_ENCODER -> {
        try (SentenceEncoder encoder = SentenceEncoder.open(folder, model.options())) {
          ModelInfo info = encoder.info();
          List<String> outputs = HybridEncoder.isOne(folder) ? HYBRID_OUTPUTS : List.of("dense");
          print(kind, info.encoder(), rows(info, outputs), json -> write(json, info, outputs));
        }
      }
      case CROSS_ENCODER -> {
        try (CrossEncoder encoder = CrossEncoder.open(folder, model.options())) {
          CrossEncoderInfo info = encoder.info();
          print(kind, info.encoder(), rows(info), json -> write(json, info));
        }
      }
      case MASKED_LANGUAGE_MODEL -> {
        try (MaskedLanguageModel opened = MaskedLanguageModel.open(folder, model.options())) {
          String mask = opened.maskToken();
          print(
              kind,
              opened.info().encoder(),
              Map.of("head", "masked tokens, " + mask),
              json -> json.writeStringProperty("mask_token", mask));
        }
      }
    }
    return 0;
  }

  /**
   * Prints what is the same for all kinds, and in the midst of it what isn't.
   *
   * @param rows the table's rows that are this kind's own
   * @param content the JSON object's properties that are
   */
  private void print(
      ModelKind kind, EncoderInfo info, Map<String, String> rows, Json.Content content) {
    if (format == OutputFormat.JSON) {
      printJson(kind, info, content);
    } else {
      printTable(kind, info, rows);
    }
  }

  private void printTable(ModelKind kind, EncoderInfo info, Map<String, String> own) {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("model", info.folder().toString());
    rows.put("kind", kind.toString());
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
    rows.put(
        kind == ModelKind.CROSS_ENCODER ? "longest pair" : "longest text",
        info.maxTokens() + " tokens");
    rows.putAll(own);
    rows.put("kernel", info.kernel() + ": " + info.kernelReason());
    rows.put("compute", info.compute());
    rows.put(
        "memory", String.format(Locale.ROOT, "%.1f MB packed weights", info.packedBytes() / 1e6));
    rows.put("threads", String.valueOf(info.threads()));
    PrintWriter out = command.commandLine().getOut();
    rows.forEach((name, value) -> out.printf(Locale.ROOT, "%-13s %s%n", name, value));
  }

  private static Map<String, String> rows(ModelInfo info, List<String> outputs) {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put(
        "pooling",
        String.join(" + ", info.pooling())
            + (info.includePrompt() ? "" : ", without the prompt")
            + (info.modules().isEmpty() ? "" : ", then " + String.join(", ", info.modules())));
    rows.put(
        "vector", info.dimension() + " dimensions, compared by " + info.similarity().configName());
    if (outputs.size() > 1) {
      rows.put("outputs", String.join(", ", outputs));
    }
    rows.put("prompts", prompts(info.prompts(), info.defaultPrompt()));
    return rows;
  }

  private static Map<String, String> rows(CrossEncoderInfo info) {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("head", "classification by " + String.join(" + ", info.pooling()));
    rows.put("labels", info.labels().size() + ": " + String.join(", ", info.labels()));
    rows.put("activation", info.activation().toString().toLowerCase(Locale.ROOT));
    rows.put("prompts", prompts(info.prompts(), info.defaultPrompt()));
    return rows;
  }

  private static String prompts(Map<String, String> all, Optional<String> byDefault) {
    List<String> prompts =
        all.entrySet().stream()
            .filter(prompt -> !prompt.getValue().isEmpty())
            .map(
                prompt ->
                    prompt.getKey()
                        + " \""
                        + prompt.getValue()
                        + "\""
                        + (byDefault.stream().anyMatch(prompt.getKey()::equals)
                            ? " (by default)"
                            : ""))
            .sorted()
            .toList();
    return prompts.isEmpty() ? "none" : String.join(", ", prompts);
  }

  private static void printJson(ModelKind kind, EncoderInfo info, Json.Content own) {
    Json.print(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("model", info.folder().toString());
          json.writeStringProperty("kind", kind.toString());
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
          own.write(json);
          json.writeStringProperty("kernel", info.kernel());
          json.writeStringProperty("kernel_reason", info.kernelReason());
          json.writeStringProperty("compute", info.compute());
          json.writeNumberProperty("packed_bytes", info.packedBytes());
          json.writeNumberProperty("threads", info.threads());
          strings(json, "warnings", info.warnings());
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, ModelInfo info, List<String> outputs) {
    strings(json, "outputs", outputs);
    strings(json, "pooling", info.pooling());
    json.writeBooleanProperty("include_prompt", info.includePrompt());
    strings(json, "modules", info.modules());
    json.writeBooleanProperty("normalize", info.normalize());
    json.writeNumberProperty("dimension", info.dimension());
    prompts(json, info.prompts(), info.defaultPrompt());
    json.writeStringProperty("similarity", info.similarity().configName());
  }

  private static void write(JsonGenerator json, CrossEncoderInfo info) {
    strings(json, "pooling", info.pooling());
    strings(json, "labels", info.labels());
    json.writeStringProperty("activation", info.activation().toString().toLowerCase(Locale.ROOT));
    prompts(json, info.prompts(), info.defaultPrompt());
  }

  private static void prompts(
      JsonGenerator json, Map<String, String> prompts, Optional<String> byDefault) {
    json.writeObjectPropertyStart("prompts");
    prompts.forEach(json::writeStringProperty);
    json.writeEndObject();
    if (byDefault.isPresent()) {
      json.writeStringProperty("default_prompt", byDefault.get());
    }
  }

  private static void strings(JsonGenerator json, String name, List<String> values) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeString);
    json.writeEndArray();
  }
}
