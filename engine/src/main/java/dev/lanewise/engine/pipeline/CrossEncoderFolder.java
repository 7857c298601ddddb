package dev.lanewise.engine.pipeline;

import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A cross-encoder's folder: a plain one, as all were up to sentence-transformers 5.3, or one with
 * {@code modules.json}, as they are since.
 */
public final class CrossEncoderFolder {
  private static final String KIND = "CrossEncoder";

  /** How transformers' names for models with the head end. */
  private static final String ARCHITECTURE = "ForSequenceClassification";

  /** Far beyond any model; keeps a wrong number from asking for memory. */
  private static final int MAX_LABELS = 100_000;

  private final ModelFiles files;
  private final Optional<JsonNode> rootConfig;
  private final ModelPath transformer;
  private final List<String> warnings = new ArrayList<>();

  private CrossEncoderFolder(ModelFiles files) {
    this.files = files;
    this.rootConfig = files.rootConfig();
    Optional<JsonNode> modules = files.modules();
    if (modules.isPresent() && rootConfig.flatMap(json -> json.find("model_type")).isEmpty()) {
      throw modules.get().error("is a model for sentence embeddings, not a cross-encoder");
    }
    ModelFiles.requireKind(rootConfig, KIND);
    this.transformer = modules.map(this::transformer).orElse(files.root());
  }

  /**
   * Reads a folder's modules.
   *
   * @throws JsonException if they are damaged or not supported, or it holds another kind of model
   * @throws java.io.UncheckedIOException if a file can't be read
   */
  public static CrossEncoderFolder read(ModelPath root) {
    return new CrossEncoderFolder(ModelFiles.of(root));
  }

  /**
   * Whether a folder says that it is one.
   *
   * @throws JsonException if there is no such folder, or what would say so is missing or damaged
   */
  public static boolean isOne(ModelPath root) {
    ModelFiles files = ModelFiles.of(root);
    return files.modules().isPresent()
        ? files.rootConfig().flatMap(json -> json.find("model_type")).stream()
            .anyMatch(type -> type.string().equals(KIND))
        : ModelFiles.hasArchitecture(ModelFiles.encoderConfig(root), ARCHITECTURE);
  }

  /** The folder with config.json, the weights and the tokenizer. */
  public ModelPath transformer() {
    return transformer;
  }

  /** The encoder's {@code config.json}. */
  public JsonNode encoderConfig() {
    return ModelFiles.encoderConfig(transformer);
  }

  /** What was odd and didn't matter. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /**
   * What the folder says about everything but encoder and head.
   *
   * @param encoderConfig the encoder's {@code config.json}
   * @param positions the most tokens that the encoder takes
   * @param tokenizerLimit the limit in the tokenizer's configuration, or a large number
   */
  public CrossEncoderConfig config(JsonNode encoderConfig, int positions, int tokenizerLimit) {
    TextSettings settings =
        files.textSettings(transformer, TextSettings.Task.CLASSIFICATION, tokenizerLimit);
    Map<String, String> prompts = ModelFiles.prompts(rootConfig, Map.of());
    return new CrossEncoderConfig(
        settings.maxTokens(positions, warnings),
        settings.lowercase(),
        labels(encoderConfig),
        activation(encoderConfig),
        prompts,
        ModelFiles.defaultPrompt(rootConfig, prompts));
  }

  private ModelPath transformer(JsonNode modules) {
    List<JsonNode> entries = modules.elements();
    for (JsonNode entry : entries) {
      JsonNode type = entry.get("type");
      if (!ModelFiles.moduleClass(type).equals("Transformer") || entries.size() > 1) {
        throw type.error("unsupported module " + type + " of a cross-encoder");
      }
    }
    if (entries.isEmpty()) {
      throw modules.error("has no transformer module");
    }
    return files.moduleFolder(entries.get(0).get("path"));
  }

  /** In the order of the reference: by the version that saved it, the latest first. */
  private Optional<JsonNode> activation(JsonNode encoderConfig) {
    return rootConfig
        .flatMap(json -> json.find("activation_fn"))
        .or(
            () ->
                encoderConfig
                    .find("sentence_transformers")
                    .flatMap(json -> json.find("activation_fn")))
        .or(() -> encoderConfig.find("sbert_ce_default_activation_function"));
  }

  /** The names in {@code id2label}, as many as there are labels. */
  private static List<String> labels(JsonNode encoderConfig) {
    Optional<JsonNode> names = encoderConfig.find("id2label");
    int count = labelCount(encoderConfig, names);
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                names
                    .flatMap(json -> json.find(String.valueOf(i)))
                    .map(JsonNode::string)
                    .orElse("LABEL_" + i))
        .toList();
  }

  /**
   * How many labels there are, by the reference's rules: one for what wasn't saved as a classifier,
   * two where nothing is said.
   */
  private static int labelCount(JsonNode encoderConfig, Optional<JsonNode> names) {
    if (!ModelFiles.hasArchitecture(encoderConfig, ARCHITECTURE)) {
      return 1;
    }
    return encoderConfig
        .find("num_labels")
        .map(number -> number.integer(1, MAX_LABELS))
        .orElseGet(() -> names.map(json -> json.fields().size()).orElse(2));
  }
}
