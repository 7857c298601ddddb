package dev.lanewise.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A model that looks at two texts together and scores the pair: how well a passage answers a
 * question, say. Slower than comparing vectors, and a better judge: it ranks what search has found.
 *
 * <p>Opens a folder as sentence-transformers saves a {@code CrossEncoder}, or a plain one with a
 * model for sequence classification, and gives the scores of {@code CrossEncoder(folder).predict}
 * in Python. A pair's score does not depend on what it is scored together with.
 *
 * <p>Thread-safe; threads and memory are as with {@link SentenceEncoder}.
 *
 * <pre>{@code
 * try (CrossEncoder reranker = CrossEncoder.open(Path.of("bge-reranker-base"))) {
 *   for (RankedDocument document : reranker.rank("What is PVC?", passages, 3)) {
 *     System.out.println(document.score() + "  " + passages.get(document.index()));
 *   }
 * }
 * }</pre>
 */
public final class CrossEncoder implements AutoCloseable {
  private final OpenModel<CrossEncoderPipeline> open;

  private CrossEncoder(OpenModel<CrossEncoderPipeline> open) {
    this.open = open;
  }

  /** Opens a model; see {@link #open(Path, LoadOptions)}. */
  public static CrossEncoder open(Path model) {
    return open(model, LoadOptions.DEFAULT);
  }

  /**
   * Opens a model: a folder, or a zip archive or jar that holds one. What an archive stores
   * uncompressed is mapped where it lies; what it has compressed is unpacked into memory.
   *
   * @param model a folder with {@code modules.json}, or a plain one with {@code config.json}
   * @throws ModelFormatException if its files are missing, damaged, don't fit together or ask for
   *     what isn't supported, or if it has no head for classification
   * @throws java.io.UncheckedIOException if a file can't be read
   * @throws IllegalArgumentException if there is no kernel, storage or arithmetic of the name in
   *     {@code options}, or they contradict each other
   * @throws IllegalStateException if the kernel can't run here
   */
  public static CrossEncoder open(Path model, LoadOptions options) {
    return open(ModelSource.of(model), options);
  }

  /**
   * Opens a model on the class path by its name, as the context class loader of this thread sees
   * it, or else Lanewise's own; see {@link #openResource(String, ClassLoader, LoadOptions)}.
   */
  public static CrossEncoder openResource(String name) {
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
  public static CrossEncoder openResource(String name, ClassLoader loader, LoadOptions options) {
    return open(ModelSource.resource(name, loader), options);
  }

  private static CrossEncoder open(ModelSource source, LoadOptions options) {
    return new CrossEncoder(OpenModel.open(source, options, CrossEncoderPipeline::load));
  }

  /**
   * The score of a pair, by a model that gives but one.
   *
   * @throws IllegalStateException if it gives several
   */
  public float score(String first, String second) {
    return score(List.of(new TextPair(first, second))).get(0).score();
  }

  /** The scores of a query with each document. */
  public List<PairScore> score(String query, List<String> documents) {
    return score(pairs(query, documents), ScoreOptions.DEFAULT);
  }

  /** The scores of pairs, in their order. */
  public List<PairScore> score(List<TextPair> pairs) {
    return score(pairs, ScoreOptions.DEFAULT);
  }

  /**
   * The scores of pairs, in their order.
   *
   * @throws IllegalArgumentException if the model hasn't the prompt asked for
   * @throws ModelFormatException if the model's weights make a score meaningless
   */
  public List<PairScore> score(List<TextPair> pairs, ScoreOptions options) {
    List<TextPair> copy = List.copyOf(pairs);
    Objects.requireNonNull(options, "options");
    return open.use(model -> model.score(copy, options));
  }

  /**
   * The scores of more pairs than memory holds, in their order: read, scored and passed on some
   * hundred at a time. Closing the result closes {@code pairs}.
   *
   * @throws IllegalArgumentException if the model hasn't the prompt asked for
   */
  public Stream<PairScore> score(Stream<TextPair> pairs, ScoreOptions options) {
    score(List.of(), options); // refuses wrong options here rather than at the first score
    return WindowIterator.stream(
        pairs,
        pair -> pair.first().length() + pair.second().length(),
        window -> score(window, options));
  }

  /** All documents, the best first. */
  public List<RankedDocument> rank(String query, List<String> documents) {
    return rank(query, documents, Integer.MAX_VALUE);
  }

  /** The best documents, the best first. */
  public List<RankedDocument> rank(String query, List<String> documents, int topK) {
    return rank(query, documents, topK, ScoreOptions.DEFAULT);
  }

  /**
   * The best documents, the best first; of equal ones that which comes first in the list.
   *
   * @param topK the most documents that are wanted
   * @throws IllegalArgumentException if {@code topK} is less than 1, or the model hasn't the prompt
   *     asked for
   * @throws IllegalStateException if the model gives several scores
   */
  public List<RankedDocument> rank(
      String query, List<String> documents, int topK, ScoreOptions options) {
    return rank(score(pairs(query, documents), options), topK);
  }

  /**
   * Puts scored documents in order, the best first.
   *
   * @param scores of one query with each document
   * @param topK the most documents that are wanted
   * @throws IllegalArgumentException if {@code topK} is less than 1
   * @throws IllegalStateException if the model gives several scores
   */
  public static List<RankedDocument> rank(List<PairScore> scores, int topK) {
    if (topK < 1) {
      throw new IllegalArgumentException("topK must be at least 1: " + topK);
    }
    List<RankedDocument> ranked = new ArrayList<>(scores.size());
    for (PairScore score : scores) {
      ranked.add(new RankedDocument(ranked.size(), score.score()));
    }
    ranked.sort(Comparator.comparingDouble(document -> -document.score()));
    return List.copyOf(ranked.subList(0, Math.min(topK, ranked.size())));
  }

  /** The names of a pair's scores, in their order; most models have but one. */
  public List<String> labels() {
    return info().labels();
  }

  /** What the model is and how it runs here. */
  public CrossEncoderInfo info() {
    return open.model().info();
  }

  /**
   * Waits for calls under way, then gives threads and memory back. Scoring after that fails with
   * {@link IllegalStateException}.
   */
  @Override
  public void close() {
    open.close();
  }

  private static List<TextPair> pairs(String query, List<String> documents) {
    return documents.stream().map(document -> new TextPair(query, document)).toList();
  }
}
