package dev.lanewise.engine.pipeline;

import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of a masked language model: a plain one, or one that sentence-transformers saved with
 * the model in its first module.
 */
public final class MaskedModelFolder {
  /** What mask tokens are called where the folder doesn't say. */
  private static final List<String> COMMON_NAMES = List.of("[MASK]", "<mask>");

  private final ModelPath transformer;

  private MaskedModelFolder(ModelPath transformer) {
    this.transformer = transformer;
  }

  /**
   * Reads a folder's modules, where there are any.
   *
   * @throws JsonException if there is no such folder, or it is damaged
   * @throws java.io.UncheckedIOException if a file can't be read
   */
  public static MaskedModelFolder read(ModelPath root) {
    ModelFiles files = ModelFiles.of(root);
    return new MaskedModelFolder(
        files
            .modules()
            .flatMap(modules -> modules.elements().stream().findFirst())
            .map(first -> files.moduleFolder(first.get("path")))
            .orElse(root));
  }

  /**
   * Whether a plain folder says that it is one; those of sentence-transformers are for something
   * else in the first place.
   *
   * @throws JsonException if there is no such folder, or what would say so is missing or damaged
   */
  public static boolean isOne(ModelPath root) {
    return ModelFiles.of(root).modules().isEmpty()
        && ModelFiles.hasArchitecture(ModelFiles.encoderConfig(root), "ForMaskedLM");
  }

  /** The folder with config.json, the weights and the tokenizer. */
  public ModelPath transformer() {
    return transformer;
  }

  /** The model's {@code config.json}. */
  public JsonNode encoderConfig() {
    return ModelFiles.encoderConfig(transformer);
  }

  /** Strings that the mask token may be, the most likely first. */
  public List<String> maskTokens() {
    return Stream.concat(ModelFiles.specialTokens(transformer, "mask_token"), COMMON_NAMES.stream())
        .distinct()
        .toList();
  }
}
