package dev.lanewise.engine.pipeline;

import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the transformer module's own file says about texts.
 *
 * @param maxTokens the most tokens; a large number where nothing is said
 * @param explicit whether this module's file says so, not just the tokenizer's
 * @param lowercase whether texts are lowercased first
 */
record TextSettings(int maxTokens, boolean explicit, boolean lowercase) {
  /** The file has had these names, by the encoder's family. */
  private static final List<String> FILE_NAMES =
      Stream.of("bert", "roberta", "distilbert", "camembert", "albert", "xlm-roberta", "xlnet")
          .map(family -> "sentence_" + family + "_config.json")
          .toList();

  /**
   * What a model makes of texts, by the names that the module's file gives to it and to its parts.
   */
  enum Task {
    /** Hidden states. */
    EMBEDDING("feature-extraction", "token_embeddings", "last_hidden_state"),
    /** Scores of pairs. */
    CLASSIFICATION("sequence-classification", "scores", "logits");

    private final String transformerTask;
    private final String output;
    private final String methodOutput;

    Task(String transformerTask, String output, String methodOutput) {
      this.transformerTask = transformerTask;
      this.output = output;
      this.methodOutput = methodOutput;
    }
  }

  /** Keys that change what becomes of a text. */
  private static final List<String> UNSUPPORTED =
      List.of(
          "query_length",
          "document_length",
          "query_expansion",
          "tokenizer_name_or_path",
          "config_kwargs",
          "config_args");

  static Optional<JsonNode> find(ModelPath transformer) {
    return FILE_NAMES.stream()
        .map(transformer::resolve)
        .filter(ModelPath::exists)
        .findFirst()
        .map(JsonNode::read);
  }

  /**
   * Reads the settings.
   *
   * @param file the module's file, if there is one
   * @param task what the model is for
   * @param tokenizerLimit the limit in the tokenizer's configuration, or a large number
   */
  static TextSettings read(Optional<JsonNode> file, Task task, int tokenizerLimit) {
    file.ifPresent(json -> refuseUnsupported(json, task));
    Optional<Integer> explicit =
        file.flatMap(TextSettings::limit).map(limit -> limit.integer(1, Integer.MAX_VALUE));
    return new TextSettings(
        explicit.orElse(tokenizerLimit),
        explicit.isPresent(),
        file.flatMap(json -> json.find("do_lower_case")).map(JsonNode::bool).orElse(false));
  }

  /**
   * The most tokens of a model that has but so many positions.
   *
   * @param warnings gets a line where that is less than was configured
   */
  int maxTokens(int positions, List<String> warnings) {
    if (maxTokens > positions && explicit) {
      warnings.add(
          "the configured maximum of "
              + maxTokens
              + " tokens is more than the model's "
              + positions
              + " positions; texts are cut at "
              + positions);
    }
    return Math.min(maxTokens, positions);
  }

  /** What would make other vectors, and isn't followed. */
  private static void refuseUnsupported(JsonNode json, Task task) {
    requireValue(json.find("transformer_task"), task.transformerTask);
    requireValue(json.find("module_output_name"), task.output);
    json.find("modality_config")
        .flatMap(modalities -> modalities.find("text"))
        .ifPresent(
            text -> {
              requireValue(text.find("method"), "forward");
              requireValue(text.find("method_output_name"), task.methodOutput);
            });
    for (String key : UNSUPPORTED) {
      json.find(key)
          .filter(value -> !value.isObject() || !value.fields().isEmpty())
          .ifPresent(
              value -> {
                throw value.error("is not supported");
              });
    }
    for (String key : List.of("processor_kwargs", "tokenizer_args")) {
      requireValue(json.find(key).flatMap(args -> args.find("truncation_side")), "right");
    }
    json.find("processing_kwargs")
        .ifPresent(
            kwargs -> {
              kwargs.allowOnly("text");
              kwargs.find("text").ifPresent(text -> text.allowOnly("max_length"));
            });
  }

  private static void requireValue(Optional<JsonNode> node, String supported) {
    node.filter(value -> !value.string().equals(supported))
        .ifPresent(
            value -> {
              throw value.error("unsupported value " + value + ", supported is " + supported);
            });
  }

  /** Where the limit stands: by the version that saved it, the most specific first. */
  private static Optional<JsonNode> limit(JsonNode json) {
    return json.find("processing_kwargs")
        .flatMap(kwargs -> kwargs.find("text"))
        .flatMap(text -> text.find("max_length"))
        .or(() -> json.find("processor_kwargs").flatMap(kwargs -> kwargs.find("model_max_length")))
        .or(() -> json.find("tokenizer_args").flatMap(args -> args.find("model_max_length")))
        .or(() -> json.find("max_seq_length"));
  }
}
