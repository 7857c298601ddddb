package dev.lanewise.engine.pipeline;

import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonException;
import java.util.List;

/**
 * The files that a folder of bge-m3 has beside those of a model for sentence embeddings: the linear
 * layers of its other two outputs. They are published as PyTorch checkpoints, and read as the
 * safetensors files that {@code lanewise convert} makes of those.
 *
 * @param root the model's folder
 * @param transformer the folder with its tokenizer
 */
public record HybridFolder(ModelPath root, ModelPath transformer) {
  private static final String SPARSE = "sparse_linear";
  private static final String COLBERT = "colbert_linear";

  /** What the special tokens without a lexical weight are called where the folder doesn't say. */
  private static final List<List<String>> WEIGHTLESS =
      List.of(
          List.of("cls_token", "<s>"),
          List.of("eos_token", "</s>"),
          List.of("pad_token", "<pad>"),
          List.of("unk_token", "<unk>"));

  /** Whether a folder has such files. */
  public static boolean isOne(ModelPath root) {
    return List.of(SPARSE, COLBERT).stream()
        .allMatch(name -> safetensors(root, name).exists() || torch(root, name).exists());
  }

  /**
   * The file with the linear layer that weighs tokens.
   *
   * @throws JsonException if there is none that can be read
   */
  public ModelPath sparse() {
    return file(SPARSE);
  }

  /**
   * The file with the linear layer that makes the vectors of tokens.
   *
   * @throws JsonException if there is none that can be read
   */
  public ModelPath colbert() {
    return file(COLBERT);
  }

  /** Strings of tokens that have no lexical weight. */
  public List<String> weightless() {
    return WEIGHTLESS.stream()
        .map(
            each ->
                ModelFiles.specialTokens(transformer, each.get(0)).findFirst().orElse(each.get(1)))
        .distinct()
        .toList();
  }

  private ModelPath file(String name) {
    ModelPath file = safetensors(root, name);
    if (file.exists()) {
      return file;
    }
    throw new JsonException(
        root.toString(),
        "model",
        torch(root, name).exists()
            ? "has "
                + name
                + " only as "
                + name
                + ".pt, which must be converted to "
                + name
                + ".safetensors ('lanewise convert' does)"
            : "has no " + name + ".safetensors: it gives no lexical weights and token vectors");
  }

  private static ModelPath safetensors(ModelPath root, String name) {
    return root.resolve(name + ".safetensors");
  }

  private static ModelPath torch(ModelPath root, String name) {
    return root.resolve(name + ".pt");
  }
}
