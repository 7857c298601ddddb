package dev.lanewise.engine;

import dev.lanewise.engine.measure.Operation;
import dev.lanewise.engine.measure.OperationLog;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.pipeline.PipelineConfig;
import dev.lanewise.engine.pooling.UnitNorm;
import dev.lanewise.engine.tracing.Span;
import dev.lanewise.engine.tracing.Tracing;
import dev.lanewise.tokenizer.TokenSequence;
import dev.lanewise.tokenizer.Tokenizer;
import dev.lanewise.tokenizer.Truncation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The straight line from texts to vectors. Thread-safe. */
final class EmbeddingPipeline {
  private final Tokenizer tokenizer;
  private final LoadedEncoder loaded;
  private final Encoder encoder;
  private final PipelineConfig config;
  private final BatchRunner batches;

  EmbeddingPipeline(LoadedEncoder loaded, PipelineConfig config) {
    Tokenizer plain = loaded.tokenizer();
    this.tokenizer = config.lowercase() ? plain.withLowercase() : plain;
    this.loaded = loaded;
    this.encoder = loaded.encoder();
    this.config = config;
    this.batches = new BatchRunner(loaded);
  }

  /** The string of a token id; empty where there is none. */
  String token(int id) {
    return tokenizer.token(id);
  }

  /** The tokens that the encoder sees of a text, prompt included. */
  TokenSequence tokenize(String text, EncodeOptions options) {
    return tokenize(text, prompt(options));
  }

  private TokenSequence tokenize(String text, String prompt) {
    return tokenizer.encode(
        prompt.isEmpty() ? text : prompt + text, Truncation.at(config.maxTokens()));
  }

  Embeddings encode(List<String> texts, EncodeOptions options) {
    return encode(texts, options, Optional.empty());
  }

  /** Encodes and tells where the time went. */
  EncodeProfile profile(List<String> texts, EncodeOptions options) {
    OperationLog log = new OperationLog();
    long start = System.nanoTime();
    Embeddings embeddings = encode(texts, options, Optional.of(log));
    long nanos = System.nanoTime() - start;
    List<EncodeProfile.Share> shares = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      shares.add(
          new EncodeProfile.Share(
              operation.label(), log.nanos(operation), log.flops(operation), log.bytes(operation)));
    }
    return new EncodeProfile(nanos, tokens(embeddings), shares);
  }

  private Embeddings encode(List<String> texts, EncodeOptions options, Optional<OperationLog> log) {
    Span span = Tracing.encode();
    int dimensions = dimensions(options);
    String prompt = prompt(options);
    // Vectors don't depend on what is in the batch, so equal texts are computed once.
    Map<String, Integer> known = new LinkedHashMap<>();
    int[] places = new int[texts.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = known.computeIfAbsent(texts.get(i), _ -> known.size());
    }
    List<String> distinct = List.copyOf(known.keySet());
    float[][] vectors = new float[distinct.size()][];
    Pooler pooler = new Pooler(encoder, config.pooling(), promptTokens(prompt));
    List<TokenSequence> sequences =
        batches.run(
            distinct.size(),
            i -> tokenize(distinct.get(i), prompt),
            options.batchTokens(),
            log,
            (batch, indices, workspace, parallel) -> {
              float[][] pooled = pooler.pool(batch, workspace, parallel);
              for (int i = 0; i < indices.length; i++) {
                vectors[indices[i]] = pooled[i];
              }
            });
    boolean repeats = distinct.size() < texts.size();
    List<Embedding> embeddings = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      int place = places[i];
      loaded.requireFinite(vectors[place], "the vector of text " + i);
      float[] vector = repeats ? vectors[place].clone() : vectors[place];
      TokenSequence tokens = sequences.get(place);
      embeddings.add(
          new Embedding(
              finish(vector, dimensions, options),
              tokens.size(),
              tokens.totalTokens(),
              tokens.truncated()
                  ? Math.clamp(tokens.keptEnd(0) - prompt.length(), 0, text.length())
                  : text.length()));
    }
    Embeddings result = new Embeddings(embeddings, dimensions);
    span.end(texts.size(), (int) Math.min(tokens(result), Integer.MAX_VALUE));
    return result;
  }

  private static long tokens(Embeddings embeddings) {
    return embeddings.stream().mapToLong(Embedding::tokens).sum();
  }

  /** Normalizes and shortens in the order of the reference: module, shortening, request. */
  private float[] finish(float[] pooled, int dimensions, EncodeOptions options) {
    if (config.normalize() && options.normalization() != EncodeOptions.Normalization.NEVER) {
      UnitNorm.normalize(pooled);
    }
    float[] vector = pooled.length == dimensions ? pooled : Arrays.copyOf(pooled, dimensions);
    if (options.normalization() == EncodeOptions.Normalization.ALWAYS) {
      UnitNorm.normalize(vector);
    }
    return vector;
  }

  /** The components of a vector: all, or as many as are asked for. */
  int dimensions(EncodeOptions options) {
    int dimension = config.pooling().dimension(encoder.shape().hiddenSize());
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
    TokenSequence tokens = tokenizer.encode(prompt, Truncation.at(config.maxTokens()));
    int size = tokens.size();
    return size > 0 && tokenizer.isSpecial(tokens.id(size - 1)) ? size - 1 : size;
  }
}
