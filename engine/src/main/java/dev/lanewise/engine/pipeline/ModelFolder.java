package dev.lanewise.engine.pipeline;

import dev.lanewise.engine.pooling.Pooling;
import dev.lanewise.engine.pooling.PoolingMode;
import dev.lanewise.engine.projection.ModuleConfig;
import dev.lanewise.engine.projection.ModuleTypes;
import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model folder as sentence-transformers 2 to 6 save it, or a plain one without {@code
 * modules.json}.
 *
 * <p>Module types are known by their last component: the Python package before it has moved several
 * times. A module that isn't supported is refused, since vectors without it would be others.
 */
public final class ModelFolder {
  /** Prompts that the reference gives every model, empty where the folder says nothing of them. */
  private static final Map<String, String> EVERY_MODEL_HAS = Map.of("query", "", "document", "");

  private final ModelFiles files;
  private final List<String> warnings = new ArrayList<>();
  private ModelPath transformer;
  private Optional<Pooling> pooling = Optional.empty();
  private final List<ModuleConfig> modules = new ArrayList<>();
  private boolean staticEmbedding;

  private ModelFolder(ModelFiles files) {
    this.files = files;
    this.transformer = files.root();
  }

  /**
   * Reads a folder's modules.
   *
   * @throws JsonException if they are damaged or not supported
   * @throws java.io.UncheckedIOException if a file can't be read
   */
  public static ModelFolder read(ModelPath root) {
    ModelFolder folder = new ModelFolder(ModelFiles.of(root));
    Optional<JsonNode> modules = folder.files.modules();
    if (modules.isPresent()) {
      folder.readModules(modules.get());
    } else {
      folder.warnings.add(
          root + ": there is no modules.json; mean pooling without normalization is assumed");
      folder.pooling = Optional.of(new Pooling(List.of(PoolingMode.MEAN), true));
    }
    return folder;
  }

  /** The folder with config.json, the weights and the tokenizer. */
  public ModelPath transformer() {
    return transformer;
  }

  /** What was odd and didn't matter. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** The encoder's {@code config.json}; a table of static embeddings needs none. */
  public JsonNode encoderConfig() {
    if (staticEmbedding) {
      return JsonNode.parse(
          transformer.toString(), StandardCharsets.UTF_8.encode("{\"model_type\": \"static\"}"));
    }
    return ModelFiles.encoderConfig(transformer);
  }

  /**
   * What the folder says about everything but the encoder.
   *
   * @param positions the most tokens that the encoder takes
   * @param tokenizerLimit the limit in the tokenizer's configuration, or a large number
   */
  public PipelineConfig config(int positions, int tokenizerLimit) {
    TextSettings settings =
        files.textSettings(transformer, TextSettings.Task.EMBEDDING, tokenizerLimit);
    Optional<JsonNode> root = files.rootConfig();
    ModelFiles.requireKind(root, "SentenceTransformer");
    Map<String, String> prompts = ModelFiles.prompts(root, EVERY_MODEL_HAS);
    return new PipelineConfig(
        pooling.orElseThrow(),
        modules,
        !staticEmbedding,
        staticEmbedding ? positions : settings.maxTokens(positions, warnings),
        settings.lowercase(),
        prompts,
        ModelFiles.defaultPrompt(root, prompts),
        root.flatMap(json -> json.find("truncate_dim"))
            .map(dimensions -> dimensions.integer(1, Integer.MAX_VALUE)),
        root.flatMap(json -> json.find("similarity_fn_name")).map(JsonNode::string));
  }

  private void readModules(JsonNode modules) {
    List<JsonNode> entries = modules.elements();
    for (int i = 0; i < entries.size(); i++) {
      JsonNode entry = entries.get(i);
      JsonNode type = entry.get("type");
      String kind = ModelFiles.moduleClass(type);
      ModelPath folder = files.moduleFolder(entry.get("path"));
      if (i == 0) {
        readFirst(kind, folder, type);
      } else if (kind.equals("Pooling")) {
        readPooling(folder, type);
      } else {
        readModule(kind, folder, type);
      }
    }
    if (pooling.isEmpty()) {
      throw modules.error("has no pooling module");
    }
  }

  /** What gives hidden states, or a vector right away. */
  private void readFirst(String kind, ModelPath folder, JsonNode type) {
    transformer = folder;
    switch (kind) {
      case "Transformer" -> {}
      case "StaticEmbedding" -> {
        staticEmbedding = true;
        pooling = Optional.of(new Pooling(List.of(PoolingMode.MEAN), true));
      }
      default -> throw type.error("unsupported module " + type + " in place 0");
    }
  }

  private void readPooling(ModelPath folder, JsonNode type) {
    if (pooling.isPresent()) {
      throw type.error("a second pooling module is not supported");
    }
    ModelPath file = folder.resolve("config.json");
    if (!file.exists()) {
      throw new JsonException(folder.toString(), "pooling", "there is no config.json");
    }
    pooling = Optional.of(PoolingConfig.read(JsonNode.read(file)));
  }

  private void readModule(String kind, ModelPath folder, JsonNode type) {
    if (pooling.isEmpty()) {
      throw type.error("unsupported module " + type + " before pooling");
    }
    if (kind.equals("Dropout")) {
      return; // of use in training only
    }
    modules.add(
        ModuleTypes.read(kind, folder).orElseThrow(() -> type.error("unsupported module " + type)));
  }
}
