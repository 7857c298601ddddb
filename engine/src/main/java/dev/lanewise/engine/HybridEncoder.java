package dev.lanewise.engine;

import dev.lanewise.engine.pipeline.HybridFolder;
import dev.lanewise.files.ArchiveException;
import dev.lanewise.files.ModelPath;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A model that gives a text three forms at once, as bge-m3 does (Chen et al. 2024): a dense vector,
 * a weight for each of its words, and a vector for each of its tokens.
 *
 * <p>Opens the folder of a model for sentence embeddings that has {@code sparse_linear.safetensors}
 * and {@code colbert_linear.safetensors} besides, which {@code lanewise convert} makes of the
 * published checkpoints. Values are those of FlagEmbedding's {@code BGEM3FlagModel}. What a text
 * gets does not depend on what it is encoded together with.
 *
 * <p>Thread-safe; threads and memory are as with {@link SentenceEncoder}.
 *
 * <pre>{@code
 * try (HybridEncoder encoder = HybridEncoder.open(Path.of("bge-m3"))) {
 *   HybridEmbedding question = encoder.encode("What is PVC?");
 *   HybridEmbedding answer = encoder.encode("Polyvinyl chloride is a commonly used plastic.");
 *   System.out.println(question.score(answer, HybridWeights.EQUAL));
 * }
 * }</pre>
 */
public final class HybridEncoder implements AutoCloseable {
  private final OpenModel<HybridPipeline> open;

  private HybridEncoder(OpenModel<HybridPipeline> open) {
    this.open = open;
  }

  /**
   * Whether a folder or archive has what the two outputs beside the dense vector need, in either
   * form.
   *
   * @throws ModelFormatException if it is a damaged archive
   * @throws java.io.UncheckedIOException if it can't be read
   */
  public static boolean isOne(Path model) {
    try (Arena arena = Arena.ofConfined()) {
      return HybridFolder.isOne(ModelPath.open(model, arena));
    } catch (ArchiveException e) {
      throw new ModelFormatException(e);
    }
  }

  /** Opens a model; see {@link #open(Path, LoadOptions)}. */
  public static HybridEncoder open(Path model) {
    return open(model, LoadOptions.DEFAULT);
  }

  /**
   * Opens a model: a folder, or a zip archive or jar that holds one. What an archive stores
   * uncompressed is mapped where it lies; what it has compressed is unpacked into memory.
   *
   * @param model a folder with {@code modules.json}, or a plain one with {@code config.json}
   * @throws ModelFormatException if its files are missing, damaged, don't fit together or ask for
   *     what isn't supported, or if it gives dense vectors only
   * @throws java.io.UncheckedIOException if a file can't be read
   * @throws IllegalArgumentException if there is no kernel, storage or arithmetic of the name in
   *     {@code options}, or they contradict each other
   * @throws IllegalStateException if the kernel can't run here
   */
  public static HybridEncoder open(Path model, LoadOptions options) {
    return open(ModelSource.of(model), options);
  }

  /**
   * Opens a model on the class path by its name, as the context class loader of this thread sees
   * it, or else Lanewise's own; see {@link #openResource(String, ClassLoader, LoadOptions)}.
   */
  public static HybridEncoder openResource(String name) {
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
  public static HybridEncoder openResource(String name, ClassLoader loader, LoadOptions options) {
    return open(ModelSource.resource(name, loader), options);
  }

  private static HybridEncoder open(ModelSource source, LoadOptions options) {
    return new HybridEncoder(OpenModel.open(source, options, HybridPipeline::load));
  }

  /** The three forms of a text. */
  public HybridEmbedding encode(String text) {
    return encode(List.of(text)).getFirst();
  }

  /** The three forms of each text, in their order. */
  public List<HybridEmbedding> encode(List<String> texts) {
    return encode(texts, EncodeOptions.DEFAULT);
  }

  /**
   * The three forms of each text, in their order.
   *
   * @throws IllegalArgumentException if the model hasn't the prompt or the dimensions asked for, or
   *     long texts are to be read in windows, which only dense vectors can be pooled of
   * @throws ModelFormatException if the model's weights make a value meaningless
   */
  public List<HybridEmbedding> encode(List<String> texts, EncodeOptions options) {
    List<String> copy = List.copyOf(texts);
    Objects.requireNonNull(options, "options");
    return open.use(model -> model.encode(copy, options));
  }

  /**
   * The three forms of more texts than memory holds, in their order: read, encoded and passed on
   * some hundred at a time. Closing the result closes {@code texts}.
   *
   * @throws IllegalArgumentException as with {@link #encode(List, EncodeOptions)}
   */
  public Stream<HybridEmbedding> encode(Stream<String> texts, EncodeOptions options) {
    encode(List.of(), options); // refuses wrong options here rather than at the first text
    return WindowIterator.stream(texts, String::length, window -> encode(window, options));
  }

  /** The string of a token id; empty where there is none. */
  public String token(int id) {
    return open.model().token(id);
  }

  /** The components of a token's vector. */
  public int tokenDimension() {
    return open.model().tokenDimension();
  }

  /** What the model is and how it runs here. */
  public ModelInfo info() {
    return open.model().info();
  }

  /**
   * Waits for calls under way, then gives threads and memory back. Encoding after that fails with
   * {@link IllegalStateException}.
   */
  @Override
  public void close() {
    open.close();
  }
}
