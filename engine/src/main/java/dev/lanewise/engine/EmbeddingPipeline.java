package dev.lanewise.engine;

import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.layer.Workspace;
import dev.lanewise.engine.measure.Operation;
import dev.lanewise.engine.measure.OperationLog;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.parallel.Lease;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.pipeline.PipelineConfig;
import dev.lanewise.engine.pooling.UnitNorm;
import dev.lanewise.engine.projection.VectorModule;
import dev.lanewise.engine.tracing.Span;
import dev.lanewise.engine.tracing.Tracing;
import dev.lanewise.tokenizer.TokenSequence;
import dev.lanewise.tokenizer.Tokenizer;
import dev.lanewise.tokenizer.Truncation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The straight line from texts to vectors. Thread-safe. */
final class EmbeddingPipeline {
  /** The most tokens of which a table of static embeddings is asked for the vectors at a time. */
  private static final int TABLE_WINDOW_TOKENS = 4096;

  private final Tokenizer tokenizer;
  private final LoadedEncoder loaded;
  private final Encoder encoder;
  private final PipelineConfig config;
  private final List<VectorModule> modules;
  private final BatchRunner batches;
  private final SharedEncodes shared;

  EmbeddingPipeline(LoadedEncoder loaded, PipelineConfig config, List<VectorModule> modules) {
    Tokenizer plain = loaded.tokenizer();
    Tokenizer cased = config.specialTokens() ? plain : plain.withoutSpecialTokens();
    this.tokenizer = config.lowercase() ? cased.withLowercase() : cased;
    this.modules = List.copyOf(modules);
    this.loaded = loaded;
    this.encoder = loaded.encoder();
    this.config = config;
    this.batches = new BatchRunner(loaded);
    this.shared =
        new SharedEncodes(
            loaded.resources().team(),
            (texts, options, parallel) -> encode(texts, options, parallel, Optional.empty()));
  }

  /** What it encodes with. */
  LoadedEncoder loaded() {
    return loaded;
  }

  /** The string of a token id; empty where there is none. */
  String token(int id) {
    return tokenizer.token(id);
  }

  /** The tokens that the encoder sees of a text, prompt included. */
  TokenSequence tokenize(String text, EncodeOptions options) {
    return tokenize(text, prompt(options), tokenizer.truncation(config.maxTokens()));
  }

  private TokenSequence tokenize(String text, String prompt, Truncation truncation) {
    return tokenizer.encode(prompt.isEmpty() ? text : prompt + text, truncation);
  }

  Embeddings encode(List<String> texts, EncodeOptions options) {
    return shared.encode(texts, options);
  }

  /** Encodes and tells where the time went. */
  EncodeProfile profile(List<String> texts, EncodeOptions options) {
    OperationLog log = new OperationLog();
    long start = System.nanoTime();
    Embeddings embeddings;
    try (Lease lease = loaded.resources().team().lease()) {
      embeddings = encode(texts, options, lease, Optional.of(log));
    }
    long nanos = System.nanoTime() - start;
    List<EncodeProfile.Share> shares = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      shares.add(
          new EncodeProfile.Share(
              operation.label(), log.nanos(operation), log.flops(operation), log.bytes(operation)));
    }
    return new EncodeProfile(nanos, tokens(embeddings), shares);
  }

  private Embeddings encode(
      List<String> texts, EncodeOptions options, Parallel parallel, Optional<OperationLog> log) {
    Span span = Tracing.encode();
    int dimensions = dimensions(options);
    String prompt = prompt(options);
    Distinct distinct = Distinct.of(texts);
    LongTexts longTexts = options.longTexts();
    Truncation atLimit = tokenizer.truncation(config.maxTokens());
    Truncation truncation = longTexts.inWindows() ? Truncation.NONE : atLimit;
    List<TokenSequence> sequences =
        BatchRunner.tokenize(
            distinct.texts().size(),
            parallel,
            i -> tokenize(distinct.texts().get(i), prompt, truncation));
    // A table alone takes any number of tokens, but memory need not grow with them.
    boolean table = encoder.layers().isEmpty();
    Windows windows =
        Windows.of(
            sequences,
            table ? TABLE_WINDOW_TOKENS : config.maxTokens(),
            table ? 0 : longTexts.overlap(),
            table ? 0 : prompt.length());
    float[][] pooled = pool(windows.sequences(), promptTokens(prompt), options, parallel, log);
    float[][] vectors = new float[sequences.size()][];
    BatchRunner.forEach(
        vectors.length,
        parallel,
        i ->
            vectors[i] =
                finish(windows.mean(pooled, i), dimensions, options, distinct.firsts()[i]));
    boolean repeats = distinct.repeats();
    Embedding[] embeddings = new Embedding[texts.size()];
    for (int i = 0; i < embeddings.length; i++) {
      String text = texts.get(i);
      int place = distinct.places()[i];
      float[] vector = vectors[place];
      TokenSequence tokens = sequences.get(place);
      embeddings[i] =
          Embedding.of(
              repeats ? vector.clone() : vector, tokens, text, prompt.length(), atLimit.side());
    }
    Embeddings result = new Embeddings(embeddings, dimensions);
    span.end(texts.size(), (int) Math.min(tokens(result), Integer.MAX_VALUE));
    return result;
  }

  private float[][] pool(
      List<TokenSequence> sequences,
      int promptTokens,
      EncodeOptions options,
      Parallel parallel,
      Optional<OperationLog> log) {
    float[][] vectors = new float[sequences.size()][];
    Pooler pooler = new Pooler(encoder, config.pooling(), promptTokens);
    batches.run(
        sequences,
        options.batchTokens(),
        parallel,
        log,
        (batch, indices, workspace, within) -> {
          float[][] pooled = pooler.pool(batch, workspace, within);
          for (int i = 0; i < indices.length; i++) {
            vectors[indices[i]] = pooled[i];
          }
        });
    return vectors;
  }

  /** What is made of the last hidden states of a batch. */
  @FunctionalInterface
  interface HiddenStates {
    /**
     * Makes something of them.
     *
     * @param indices which text each of the batch's sequences is
     * @param hidden {@code [tokens][hiddenSize]}
     */
    void use(
        PackedBatch batch, int[] indices, float[] hidden, Workspace workspace, Parallel parallel);
  }

  /**
   * Texts' vectors beside what else was made of their hidden states.
   *
   * @param vectors {@code [texts][dimensions]}
   * @param tokens the tokens of each
   */
  record Encoded(float[][] vectors, List<TokenSequence> tokens) {}

  /** Encodes texts, cut at the model's limit, and lets something else be made of their tokens. */
  Encoded encodeAlongside(List<String> texts, EncodeOptions options, HiddenStates more) {
    int dimensions = dimensions(options);
    int promptTokens = promptTokens(prompt(options));
    int width = encoder.shape().hiddenSize();
    float[][] vectors = new float[texts.size()][];
    List<TokenSequence> sequences =
        forward(
            texts,
            options,
            (batch, indices, hidden, workspace, parallel) -> {
              for (int i = 0; i < indices.length; i++) {
                float[] pooled =
                    config
                        .pooling()
                        .pool(hidden, width, batch.start(i), batch.length(i), promptTokens);
                vectors[indices[i]] = finish(pooled, dimensions, options, indices[i]);
              }
              more.use(batch, indices, hidden, workspace, parallel);
            });
    return new Encoded(vectors, sequences);
  }

  /** Takes texts through the encoder, batch by batch. */
  private List<TokenSequence> forward(List<String> texts, EncodeOptions options, HiddenStates use) {
    return batches.run(
        texts.size(),
        i -> tokenize(texts.get(i), options),
        options.batchTokens(),
        Optional.empty(),
        (batch, indices, workspace, parallel) ->
            use.use(
                batch, indices, encoder.forward(batch, workspace, parallel), workspace, parallel));
  }

  /** The last hidden states of texts' tokens. */
  List<TokenVectors> encodeTokens(List<String> texts, EncodeOptions options) {
    int width = encoder.shape().hiddenSize();
    float[][][] vectors = new float[texts.size()][][];
    List<TokenSequence> sequences =
        forward(
            texts,
            options,
            (batch, indices, hidden, workspace, parallel) -> {
              for (int i = 0; i < indices.length; i++) {
                float[][] rows = new float[batch.length(i)][];
                for (int row = 0; row < rows.length; row++) {
                  int from = (batch.start(i) + row) * width;
                  rows[row] = Arrays.copyOfRange(hidden, from, from + width);
                }
                vectors[indices[i]] = rows;
              }
            });
    List<TokenVectors> result = new ArrayList<>(texts.size());
    for (int i = 0; i < vectors.length; i++) {
      for (float[] vector : vectors[i]) {
        loaded.requireFinite(vector, "a token's vector in text", i);
      }
      result.add(new TokenVectors(sequences.get(i), vectors[i]));
    }
    return result;
  }

  private static long tokens(Embeddings embeddings) {
    long tokens = 0;
    for (int i = 0; i < embeddings.size(); i++) {
      tokens += embeddings.get(i).tokens();
    }
    return tokens;
  }

  /** What comes after pooling, in the order of the reference: modules, shortening, request. */
  private float[] finish(float[] pooled, int dimensions, EncodeOptions options, int text) {
    // Before modules, some of which make a number of infinity.
    requireFinite(pooled, text);
    boolean never = options.normalization() == EncodeOptions.Normalization.NEVER;
    float[] vector = pooled;
    for (int i = 0; i < (never ? config.modulesBeforeNormalization() : modules.size()); i++) {
      vector = modules.get(i).apply(vector);
    }
    requireFinite(vector, text);
    vector = vector.length == dimensions ? vector : Arrays.copyOf(vector, dimensions);
    if (options.normalization() == EncodeOptions.Normalization.ALWAYS) {
      UnitNorm.normalize(vector);
    }
    return vector;
  }

  private void requireFinite(float[] vector, int text) {
    loaded.requireFinite(vector, "the vector of text", text);
  }

  /** The components of a vector: all, or as many as are asked for. */
  int dimensions(EncodeOptions options) {
    int dimension =
        modules.isEmpty()
            ? config.pooling().dimension(encoder.shape().hiddenSize())
            : modules.getLast().outputs();
    int wanted = options.dimensions().orElse(config.dimensions().orElse(dimension));
    if (options.dimensions().isPresent() && wanted > dimension) {
      throw new IllegalArgumentException(
          wanted + " dimensions are asked for, the model has " + dimension);
    }
    return Math.min(wanted, dimension);
  }

  private String prompt(EncodeOptions options) {
    Optional<String> name =
        options.promptName().or(() -> promptOf(options.role())).or(config::defaultPrompt);
    return Prompts.choose(options.prompt(), name, config.prompts());
  }

  private static Optional<String> promptOf(EncodeOptions.Role role) {
    return switch (role) {
      case ANY -> Optional.empty();
      case QUERY -> Optional.of("query");
      case DOCUMENT -> Optional.of("document");
    };
  }

  /** How many leading tokens are the prompt's: all of its own but a special token at the end. */
  private int promptTokens(String prompt) {
    if (prompt.isEmpty() || config.pooling().includePrompt()) {
      return 0;
    }
    TokenSequence tokens = tokenizer.encode(prompt, tokenizer.truncation(config.maxTokens()));
    int size = tokens.size();
    return size > 0 && tokenizer.isSpecial(tokens.id(size - 1)) ? size - 1 : size;
  }
}
