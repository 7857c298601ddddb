package dev.lanewise.engine;

import dev.lanewise.tokenizer.TokenSequence;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A sentence-embedding model: text in, vectors out.
 *
 * <p>Opens a model folder as sentence-transformers saves it and gives the same vectors as {@code
 * SentenceTransformer(folder).encode(texts)} in Python. A text's vector does not depend on what it
 * is encoded together with, nor on the number of threads.
 *
 * <p>Thread-safe; all callers together compute on at most {@link LoadOptions#threads()} threads.
 * The weights stay mapped from their file until {@link #close()}: the file may be replaced
 * meanwhile, but not changed in place.
 *
 * <pre>{@code
 * try (SentenceEncoder encoder = SentenceEncoder.open(Path.of("bge-small-en-v1.5"))) {
 *   float[] question = encoder.encode("What is PVC?");
 *   float[] answer = encoder.encode("Polyvinyl chloride is a commonly used plastic.");
 *   System.out.println(Similarity.COSINE.of(question, answer));
 * }
 * }</pre>
 */
public final class SentenceEncoder implements AutoCloseable {
  private final OpenModel<ModelLoader.Model> open;

  private SentenceEncoder(OpenModel<ModelLoader.Model> open) {
    this.open = open;
  }

  /** Opens a model; see {@link #open(Path, LoadOptions)}. */
  public static SentenceEncoder open(Path model) {
    return open(model, LoadOptions.DEFAULT);
  }

  /**
   * Opens a model: a folder, or a zip archive or jar that holds one. What an archive stores
   * uncompressed is mapped where it lies; what it has compressed is unpacked into memory.
   *
   * @param model a folder with {@code modules.json}, or a plain one with {@code config.json}
   * @throws ModelFormatException if its files are missing, damaged, don't fit together or ask for
   *     what isn't supported
   * @throws java.io.UncheckedIOException if a file can't be read
   * @throws IllegalArgumentException if there is no kernel, storage or arithmetic of the name in
   *     {@code options}, or they contradict each other
   * @throws IllegalStateException if the kernel can't run here
   */
  public static SentenceEncoder open(Path model, LoadOptions options) {
    return open(ModelSource.of(model), options);
  }

  /**
   * Opens a model on the class path by its name, as the context class loader of this thread sees
   * it, or else Lanewise's own; see {@link #openResource(String, ClassLoader, LoadOptions)}.
   */
  public static SentenceEncoder openResource(String name) {
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
  public static SentenceEncoder openResource(String name, ClassLoader loader, LoadOptions options) {
    return open(ModelSource.resource(name, loader), options);
  }

  private static SentenceEncoder open(ModelSource source, LoadOptions options) {
    return new SentenceEncoder(OpenModel.open(source, options, ModelLoader::load));
  }

  /** The vector of a text: {@link #dimension()} components. */
  public float[] encode(String text) {
    return encode(text, EncodeOptions.DEFAULT).vector();
  }

  /**
   * The embedding of a text.
   *
   * @throws IllegalArgumentException if the model hasn't the prompt or the dimensions asked for
   * @throws ModelFormatException if the model's weights make the vector meaningless
   */
  public Embedding encode(String text, EncodeOptions options) {
    return encode(List.of(text), options).get(0);
  }

  /** The vector of a text that searches: with the model's prompt for queries, if it has one. */
  public float[] encodeQuery(String text) {
    return encode(text, EncodeOptions.QUERY).vector();
  }

  /** The embeddings of texts that search, in their order; see {@link #encodeQuery(String)}. */
  public Embeddings encodeQuery(List<String> texts) {
    return encode(texts, EncodeOptions.QUERY);
  }

  /** The vector of a text to be found: with the model's prompt for documents, if it has one. */
  public float[] encodeDocument(String text) {
    return encode(text, EncodeOptions.DOCUMENT).vector();
  }

  /** The embeddings of texts to be found, in their order; see {@link #encodeDocument(String)}. */
  public Embeddings encodeDocument(List<String> texts) {
    return encode(texts, EncodeOptions.DOCUMENT);
  }

  /** The embeddings of texts, in their order. */
  public Embeddings encode(List<String> texts) {
    return encode(texts, EncodeOptions.DEFAULT);
  }

  /**
   * The embeddings of texts, in their order.
   *
   * @throws IllegalArgumentException if the model hasn't the prompt or the dimensions asked for
   * @throws ModelFormatException if the model's weights make a vector meaningless
   */
  public Embeddings encode(List<String> texts, EncodeOptions options) {
    List<String> copy = List.copyOf(texts);
    Objects.requireNonNull(options, "options");
    return open.use(model -> model.pipeline().encode(copy, options));
  }

  /**
   * The embeddings of more texts than memory holds, in their order: read, encoded and passed on
   * some hundred at a time. Closing the result closes {@code texts}.
   *
   * @throws IllegalArgumentException if the model hasn't the prompt or the dimensions asked for
   */
  public Stream<Embedding> encode(Stream<String> texts, EncodeOptions options) {
    encode(List.of(), options); // refuses wrong options here rather than at the first embedding
    return WindowIterator.stream(texts, String::length, window -> encode(window, options));
  }

  /**
   * The last hidden states of texts' tokens, cut at the model's limit. Of the options, those that
   * are about a text's vector don't matter.
   *
   * @throws IllegalArgumentException if the model hasn't the prompt asked for
   * @throws ModelFormatException if the model's weights make a vector meaningless
   */
  public List<TokenVectors> encodeTokens(List<String> texts, EncodeOptions options) {
    List<String> copy = List.copyOf(texts);
    Objects.requireNonNull(options, "options");
    return open.use(model -> model.pipeline().encodeTokens(copy, options));
  }

  /**
   * Encodes texts like {@link #encode(List, EncodeOptions)} and tells where the time went,
   * operation by operation. Equal texts are encoded once here too.
   */
  public EncodeProfile profile(List<String> texts, EncodeOptions options) {
    List<String> copy = List.copyOf(texts);
    Objects.requireNonNull(options, "options");
    return open.use(model -> model.pipeline().profile(copy, options));
  }

  /** The tokens that the encoder sees of a text, cut to the model's limit, prompt included. */
  public TokenSequence tokenize(String text, EncodeOptions options) {
    Objects.requireNonNull(text, "text");
    return open.use(model -> model.pipeline().tokenize(text, options));
  }

  /** The string of a token id; empty where there is none. */
  public String token(int id) {
    return open.model().pipeline().token(id);
  }

  /** The components of a vector, where the options don't ask for fewer. */
  public int dimension() {
    return dimension(EncodeOptions.DEFAULT);
  }

  /**
   * The components of a vector.
   *
   * @throws IllegalArgumentException if the model hasn't the dimensions asked for
   */
  public int dimension(EncodeOptions options) {
    return open.model().pipeline().dimensions(options);
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
