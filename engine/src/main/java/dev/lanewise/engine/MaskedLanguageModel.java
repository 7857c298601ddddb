package dev.lanewise.engine;

import java.nio.file.Path;
import java.util.List;

/**
 * A model that says which tokens fit where a text has a mask: what models for sentence embeddings
 * are made from, and a way to see what such a model knows.
 *
 * <p>Opens a folder with an encoder and its head for masked language modelling, as transformers
 * saves it, and gives the candidates of its {@code fill-mask} pipeline. Several masks in a text are
 * filled each for itself.
 *
 * <p>Thread-safe; threads and memory are as with {@link SentenceEncoder}.
 *
 * <pre>{@code
 * try (MaskedLanguageModel model = MaskedLanguageModel.open(Path.of("bert-base-uncased"))) {
 *   for (TokenCandidate candidate : model.fill("PVC is a [MASK].", 5).masks().get(0)) {
 *     System.out.println(candidate.text() + "  " + candidate.probability());
 *   }
 * }
 * }</pre>
 */
public final class MaskedLanguageModel implements AutoCloseable {
  private final OpenModel<MaskedTokenPipeline> open;

  private MaskedLanguageModel(OpenModel<MaskedTokenPipeline> open) {
    this.open = open;
  }

  /** Opens a model; see {@link #open(Path, LoadOptions)}. */
  public static MaskedLanguageModel open(Path model) {
    return open(model, LoadOptions.DEFAULT);
  }

  /**
   * Opens a model: a folder, or a zip archive or jar that holds one. What an archive stores
   * uncompressed is mapped where it lies; what it has compressed is unpacked into memory.
   *
   * @param model a folder with {@code config.json}, or with {@code modules.json} that leads to one
   * @throws ModelFormatException if its files are missing, damaged, don't fit together or ask for
   *     what isn't supported, or if it has no head for masked tokens
   * @throws java.io.UncheckedIOException if a file can't be read
   * @throws IllegalArgumentException if there is no kernel, storage or arithmetic of the name in
   *     {@code options}, or they contradict each other
   * @throws IllegalStateException if the kernel can't run here
   */
  public static MaskedLanguageModel open(Path model, LoadOptions options) {
    return open(ModelSource.of(model), options);
  }

  /**
   * Opens a model on the class path by its name, as the context class loader of this thread sees
   * it, or else Lanewise's own; see {@link #openResource(String, ClassLoader, LoadOptions)}.
   */
  public static MaskedLanguageModel openResource(String name) {
    return open(ModelSource.resource(name), LoadOptions.DEFAULT);
  }

  /**
   * Opens a model on the class path. Where its jar is a file that stores the weights uncompressed,
   * as {@code lanewise pack} writes it, they are mapped; otherwise they are read into memory.
   *
   * @param name the model's name in a jar made by {@code lanewise pack}, or the path of a folder of
   *     resources, {@code models/bge-small-en-v1.5}
   * @param loader what finds it
   * @throws ModelFormatException if there is none of that name, or as {@link #open(Path,
   *     LoadOptions)} does
   * @throws java.io.UncheckedIOException if a file can't be read
   * @throws IllegalArgumentException if the name can't be one of a resource, or as {@link
   *     #open(Path, LoadOptions)} does
   * @throws IllegalStateException if the kernel can't run here
   */
  public static MaskedLanguageModel openResource(
      String name, ClassLoader loader, LoadOptions options) {
    return open(ModelSource.resource(name, loader), options);
  }

  private static MaskedLanguageModel open(ModelSource source, LoadOptions options) {
    return new MaskedLanguageModel(OpenModel.open(source, options, MaskedTokenPipeline::load));
  }

  /** The likeliest tokens for a text's masks; see {@link #fill(List, int)}. */
  public MaskedText fill(String text, int topK) {
    return fill(List.of(text), topK).get(0);
  }

  /**
   * The likeliest tokens for the masks of some texts.
   *
   * @param texts with {@link #maskToken()} where a token is to be found
   * @param topK the most candidates for each mask
   * @throws IllegalArgumentException if {@code topK} is less than 1, or a text has no mask within
   *     the model's limit
   * @throws ModelFormatException if the model's weights make a probability meaningless
   */
  public List<MaskedText> fill(List<String> texts, int topK) {
    List<String> copy = List.copyOf(texts);
    if (topK < 1) {
      throw new IllegalArgumentException("topK must be at least 1: " + topK);
    }
    return open.use(model -> model.fill(copy, topK));
  }

  /** What stands in a text for a token to be found: {@code [MASK]} for most models. */
  public String maskToken() {
    return info().maskToken();
  }

  /** What the model is and how it runs here. */
  public MaskedLanguageModelInfo info() {
    return open.model().info();
  }

  /**
   * Waits for calls under way, then gives threads and memory back. Filling masks after that fails
   * with {@link IllegalStateException}.
   */
  @Override
  public void close() {
    open.close();
  }
}
