package dev.lanewise.tokenizer.format;

import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.normalize.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code tokenizer_config.json} says: the older description of a tokenizer, by the settings of
 * the Python class that made it. Every key is optional, and so is the file.
 */
final class TokenizerConfig {
  /** Larger limits are a way to say that there is none (1e30 is what Python writes). */
  private static final double MAX_PLAUSIBLE_LENGTH = 100_000_000;

  /** The Python class of a model type, where the files say no more. */
  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("mpnet", "MPNetTokenizer"),
          Map.entry("roberta", "RobertaTokenizer"),
          Map.entry("longformer", "RobertaTokenizer"),
          Map.entry("gpt2", "GPT2Tokenizer"),
          Map.entry("qwen2", "Qwen2Tokenizer"),
          Map.entry("qwen3", "Qwen2Tokenizer"),
          Map.entry("xlm-roberta", "XLMRobertaTokenizer"),
          Map.entry("t5", "T5Tokenizer"),
          Map.entry("mt5", "T5Tokenizer"),
          Map.entry("albert", "AlbertTokenizer"),
          Map.entry("camembert", "CamembertTokenizer"));

  private final Optional<JsonNode> file;
  private final Optional<String> modelType;

  private TokenizerConfig(Optional<JsonNode> file, Optional<String> modelType) {
    this.file = file;
    this.modelType = modelType;
  }

  /** Reads a folder's {@code tokenizer_config.json}, and the model type of {@code config.json}. */
  static TokenizerConfig read(ModelPath folder) {
    return new TokenizerConfig(
        json(folder.resolve("tokenizer_config.json")),
        json(folder.resolve("config.json"))
            .filter(JsonNode::isObject)
            .flatMap(config -> config.find("model_type"))
            .filter(JsonNode::isString)
            .map(JsonNode::string));
  }

  private static Optional<JsonNode> json(ModelPath path) {
    return path.exists() ? Optional.of(JsonNode.read(path)) : Optional.empty();
  }

  Optional<JsonNode> file() {
    return file;
  }

  Optional<JsonNode> find(String key) {
    return file.flatMap(json -> json.find(key));
  }

  Optional<Boolean> flag(String key) {
    return find(key).map(JsonNode::bool);
  }

  /**
   * The Python class, without the suffix of its fast variant; where it isn't named, that of the
   * model type.
   */
  Optional<String> tokenizerClass() {
    return find("tokenizer_class")
        .map(JsonNode::string)
        .map(name -> name.endsWith("Fast") ? name.substring(0, name.length() - 4) : name)
        .or(() -> modelType.map(CLASSES::get));
  }

  /**
   * Whether the model gets to know which text of a pair a token is of: unless {@code
   * model_input_names} leaves it out.
   */
  boolean givesTypes() {
    return find("model_input_names")
        .map(names -> names.elements().stream().anyMatch(TokenizerConfig::isTypes))
        .orElse(true);
  }

  private static boolean isTypes(JsonNode inputName) {
    return inputName.string().equals("token_type_ids");
  }

  OptionalInt modelMaxLength() {
    Optional<JsonNode> length = find("model_max_length");
    if (length.isEmpty() || length.get().number() > MAX_PLAUSIBLE_LENGTH) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(length.get().integer(1, (int) MAX_PLAUSIBLE_LENGTH));
  }

  /** Whether texts that are too long lose their start; empty where nothing is said. */
  Optional<Boolean> truncatesLeft() {
    return find("truncation_side").map(side -> isLeft(side, "left", "right"));
  }

  /** Which of two words for sides it is. */
  static boolean isLeft(JsonNode side, String left, String right) {
    String word = side.string();
    if (!word.equals(left) && !word.equals(right)) {
      throw side.error("is neither \"" + left + "\" nor \"" + right + "\" but " + side);
    }
    return word.equals(left);
  }

  /** Where tokenizer.json does something else than these settings ask for. */
  List<String> contradictions(Normalizer normalizer) {
    // What a normalizer does is asked of it rather than read from its settings, for it may consist
    // of several, or of none.
    List<String> contradictions = new ArrayList<>();
    compare("do_lower_case", normalizer.normalize("A").equals("a"), contradictions);
    compare("strip_accents", normalizer.normalize("\u00E9").equals("e"), contradictions);
    compare(
        "tokenize_chinese_chars",
        normalizer.normalize("\u4E00").equals(" \u4E00 "),
        contradictions);
    return contradictions;
  }

  private void compare(String key, boolean actual, List<String> contradictions) {
    if (flag(key).orElse(actual) != actual) {
      contradictions.add(
          "tokenizer_config.json says \""
              + key
              + "\": "
              + !actual
              + ", tokenizer.json does the opposite; tokenizer.json is followed");
    }
  }
}
