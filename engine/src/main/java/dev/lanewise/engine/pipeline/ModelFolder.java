package dev.lanewise.engine.pipeline;

import dev.lanewise.engine.pooling.Pooling;
import dev.lanewise.engine.pooling.PoolingMode;
import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

  private final Path root;
  private final List<String> warnings = new ArrayList<>();
  private Path transformer;
  private Optional<Pooling> pooling = Optional.empty();
  private boolean normalize;

  private ModelFolder(Path root) {
    this.root = root;
    this.transformer = root;
  }

  /**
   * Reads a folder's modules.
   *
   * @throws JsonException if they are damaged or not supported
   * @throws java.io.UncheckedIOException if a file can't be read
   */
  public static ModelFolder read(Path root) {
    if (!Files.isDirectory(root)) {
      String problem = Files.exists(root) ? "is not a folder" : "there is no such folder";
      throw new JsonException(root.toString(), "model", problem);
    }
    ModelFolder folder = new ModelFolder(root);
    Path modules = root.resolve("modules.json");
    if (Files.exists(modules)) {
      folder.readModules(JsonNode.read(modules));
    } else {
      folder.warnings.add(
          root + ": there is no modules.json; mean pooling without normalization is assumed");
      folder.pooling = Optional.of(new Pooling(List.of(PoolingMode.MEAN), true));
    }
    return folder;
  }

  /** The folder with config.json, the weights and the tokenizer. */
  public Path transformer() {
    return transformer;
  }

  /** What was odd and didn't matter. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** The encoder's {@code config.json}. */
  public JsonNode encoderConfig() {
    Path config = transformer.resolve("config.json");
    if (!Files.exists(config)) {
      throw new JsonException(transformer.toString(), "model", "there is no config.json");
    }
    return JsonNode.read(config);
  }

  /**
   * What the folder says about everything but the encoder.
   *
   * @param positions the most tokens that the encoder takes
   * @param tokenizerLimit the limit in the tokenizer's configuration, or a large number
   */
  public PipelineConfig config(int positions, int tokenizerLimit) {
    // A folder without modules.json isn't a sentence-transformers model, whatever else lies in it.
    boolean hasModules = Files.exists(root.resolve("modules.json"));
    Optional<JsonNode> text = hasModules ? TextSettings.find(transformer) : Optional.empty();
    TextSettings settings = TextSettings.read(text, tokenizerLimit);
    int maxTokens = settings.maxTokens();
    if (maxTokens > positions) {
      if (settings.explicit()) {
        warnings.add(
            "the configured maximum of "
                + maxTokens
                + " tokens is more than the model's "
                + positions
                + " positions; texts are cut at "
                + positions);
      }
      maxTokens = positions;
    }
    Optional<JsonNode> root = hasModules ? rootConfig() : Optional.empty();
    Map<String, String> prompts = new LinkedHashMap<>(EVERY_MODEL_HAS);
    root.flatMap(json -> json.find("prompts"))
        .ifPresent(
            json ->
                json.fields()
                    .forEach((name, p) -> prompts.put(name, p.isNull() ? "" : p.string())));
    return new PipelineConfig(
        pooling.orElseThrow(),
        normalize,
        maxTokens,
        settings.lowercase(),
        prompts,
        root.flatMap(json -> json.find("default_prompt_name"))
            .map(name -> defaultPrompt(name, prompts)),
        root.flatMap(json -> json.find("truncate_dim"))
            .map(dimensions -> dimensions.integer(1, Integer.MAX_VALUE)),
        root.flatMap(json -> json.find("similarity_fn_name")).map(JsonNode::string));
  }

  private Optional<JsonNode> rootConfig() {
    Path file = root.resolve("config_sentence_transformers.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    JsonNode json = JsonNode.read(file);
    json.find("model_type")
        .filter(type -> !type.string().equals("SentenceTransformer"))
        .ifPresent(
            type -> {
              throw type.error("unsupported kind of model " + type);
            });
    return Optional.of(json);
  }

  private static String defaultPrompt(JsonNode name, Map<String, String> prompts) {
    if (!prompts.containsKey(name.string())) {
      throw name.error("there is no prompt named " + name);
    }
    return name.string();
  }

  private void readModules(JsonNode modules) {
    List<JsonNode> entries = modules.elements();
    for (int i = 0; i < entries.size(); i++) {
      JsonNode entry = entries.get(i);
      JsonNode type = entry.get("type");
      String kind = type.string().substring(type.string().lastIndexOf('.') + 1);
      if (!type.string().startsWith("sentence_transformers.")) {
        throw type.error("unsupported module " + type + ": it is code of the model's own");
      }
      Path folder = moduleFolder(entry.get("path"));
      if ((i == 0) != kind.equals("Transformer")) {
        throw type.error("unsupported module " + type + " in place " + i);
      }
      switch (kind) {
        case "Transformer" -> transformer = folder;
        case "Pooling" -> readPooling(folder, type);
        case "Normalize" -> readNormalize(folder, type);
        default -> throw type.error("unsupported module " + type);
      }
    }
    if (pooling.isEmpty()) {
      throw modules.error("has no pooling module");
    }
  }

  /** A module's folder, which has to lie within the model's. */
  private Path moduleFolder(JsonNode path) {
    String text = path.string();
    if (text.startsWith("/")
        || text.contains("\\")
        || text.contains(":")
        || List.of(text.split("/")).contains("..")) {
      throw path.error("leads out of the model's folder: " + path);
    }
    return text.isEmpty() ? root : root.resolve(text).normalize();
  }

  private void readPooling(Path folder, JsonNode type) {
    if (pooling.isPresent()) {
      throw type.error("a second pooling module is not supported");
    }
    Path file = folder.resolve("config.json");
    if (!Files.exists(file)) {
      throw new JsonException(folder.toString(), "pooling", "there is no config.json");
    }
    pooling = Optional.of(PoolingConfig.read(JsonNode.read(file)));
  }

  private void readNormalize(Path folder, JsonNode type) {
    if (pooling.isEmpty()) {
      throw type.error("normalization before pooling is not supported");
    }
    // Before version 6 the module had no file, and hubs don't keep empty folders.
    Path file = folder.resolve("config.json");
    if (Files.exists(file)) {
      JsonNode json = JsonNode.read(file);
      requireSentenceEmbedding(json.find("module_input_name"));
      requireSentenceEmbedding(json.find("module_output_name"));
    }
    normalize = true;
  }

  private static void requireSentenceEmbedding(Optional<JsonNode> name) {
    name.filter(value -> !value.string().equals("sentence_embedding"))
        .ifPresent(
            value -> {
              throw value.error("unsupported feature " + value);
            });
  }
}
