package dev.lanewise.engine.pipeline;

import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files that folders of every kind of model have, and what they say that is the same for all.
 *
 * @param root the model's folder
 */
record ModelFiles(ModelPath root) {
  private static final String MODULES = "modules.json";

  /**
   * The files of a folder.
   *
   * @throws JsonException if there is no such folder
   */
  static ModelFiles of(ModelPath root) {
    if (!root.isFolder()) {
      String problem = root.exists() ? "is not a folder" : "there is no such folder";
      throw new JsonException(root.toString(), "model", problem);
    }
    return new ModelFiles(root);
  }

  /** The {@code modules.json}; a folder without one isn't sentence-transformers'. */
  Optional<JsonNode> modules() {
    ModelPath file = root.resolve(MODULES);
    return file.exists() ? Optional.of(JsonNode.read(file)) : Optional.empty();
  }

  /**
   * Whether a {@code config.json} names a Python class that ends so for the model with its head.
   */
  static boolean hasArchitecture(JsonNode encoderConfig, String suffix) {
    return encoderConfig.find("architectures").stream()
        .flatMap(json -> json.elements().stream())
        .anyMatch(name -> name.string().endsWith(suffix));
  }

  /** The class of a module, by the last component of its type: the packages before it move. */
  static String moduleClass(JsonNode type) {
    if (!type.string().startsWith("sentence_transformers.")) {
      throw type.error("unsupported module " + type + ": it is code of the model's own");
    }
    return type.string().substring(type.string().lastIndexOf('.') + 1);
  }

  /** A module's folder, which has to lie within the model's. */
  ModelPath moduleFolder(JsonNode path) {
    String text = path.string();
    if (text.startsWith("/")
        || text.contains("\\")
        || text.contains(":")
        || text.chars().anyMatch(Character::isISOControl)
        || List.of(text.split("/")).contains("..")) {
      throw path.error("leads out of the model's folder: " + path);
    }
    return text.isEmpty() ? root : root.resolve(text);
  }

  /**
   * Strings that a special token may be, the most likely first: the tokenizer's configuration names
   * it, in its older form a file of its own.
   *
   * @param role what the token is for: {@code mask_token}
   */
  static Stream<String> specialTokens(ModelPath transformer, String role) {
    return Stream.of("tokenizer_config.json", "special_tokens_map.json")
        .map(transformer::resolve)
        .filter(ModelPath::exists)
        .map(JsonNode::read)
        .map(json -> json.find(role))
        .flatMap(Optional::stream)
        .map(token -> token.isObject() ? token.get("content") : token)
        .map(JsonNode::string);
  }

  /** The {@code config.json} of a folder with an encoder. */
  static JsonNode encoderConfig(ModelPath transformer) {
    ModelPath config = transformer.resolve("config.json");
    if (!config.exists()) {
      throw new JsonException(transformer.toString(), "model", "there is no config.json");
    }
    return JsonNode.read(config);
  }

  /**
   * What sentence-transformers says of the whole model; nothing where there is no {@code
   * modules.json}, whatever else lies in the folder.
   */
  Optional<JsonNode> rootConfig() {
    ModelPath file = root.resolve("config_sentence_transformers.json");
    return root.resolve(MODULES).exists() && file.exists()
        ? Optional.of(JsonNode.read(file))
        : Optional.empty();
  }

  /**
   * The kind of model that sentence-transformers saved; it named but one before version 5.
   *
   * @throws JsonException if it is another
   */
  static void requireKind(Optional<JsonNode> rootConfig, String kind) {
    rootConfig
        .flatMap(json -> json.find("model_type"))
        .filter(type -> !type.string().equals(kind))
        .ifPresent(
            type -> {
              throw type.error("unsupported kind of model " + type + ", not " + kind);
            });
  }

  /**
   * What the transformer module's own file says about texts.
   *
   * @param tokenizerLimit the limit in the tokenizer's configuration, or a large number
   */
  TextSettings textSettings(ModelPath transformer, TextSettings.Task task, int tokenizerLimit) {
    Optional<JsonNode> file =
        root.resolve(MODULES).exists() ? TextSettings.find(transformer) : Optional.empty();
    return TextSettings.read(file, task, tokenizerLimit);
  }

  /**
   * The prompts by name, in the folder's order.
   *
   * @param everyModelHas prompts that there are where the folder says nothing of them
   */
  static Map<String, String> prompts(
      Optional<JsonNode> rootConfig, Map<String, String> everyModelHas) {
    Map<String, String> prompts = new LinkedHashMap<>(everyModelHas);
    rootConfig
        .flatMap(json -> json.find("prompts"))
        .ifPresent(
            json ->
                json.fields()
                    .forEach((name, p) -> prompts.put(name, p.isNull() ? "" : p.string())));
    return prompts;
  }

  /** The name of the prompt that is used where none is asked for. */
  static Optional<String> defaultPrompt(
      Optional<JsonNode> rootConfig, Map<String, String> prompts) {
    return rootConfig
        .flatMap(json -> json.find("default_prompt_name"))
        .map(
            name -> {
              if (!prompts.containsKey(name.string())) {
                throw name.error("there is no prompt named " + name);
              }
              return name.string();
            });
  }
}
