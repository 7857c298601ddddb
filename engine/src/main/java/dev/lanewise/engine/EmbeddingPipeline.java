package dev.lanewise.engine;

import dev.lanewise.engine.batch.BatchPlanner;
import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.layer.Workspace;
import dev.lanewise.engine.measure.Operation;
import dev.lanewise.engine.measure.OperationLog;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.parallel.Lease;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.parallel.WorkerTeam;
import dev.lanewise.engine.pipeline.PipelineConfig;
import dev.lanewise.engine.pooling.Pooling;
import dev.lanewise.engine.pooling.UnitNorm;
import dev.lanewise.engine.tracing.Span;
import dev.lanewise.engine.tracing.Tracing;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.tokenizer.TokenSequence;
import dev.lanewise.tokenizer.Tokenizer;
import dev.lanewise.tokenizer.Truncation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentLinkedDeque;

/** The straight line from texts to vectors. Thread-safe. */
final class EmbeddingPipeline {
  /** Smaller batches don't fill the kernels' tiles. */
  private static final int MIN_BATCH_TOKENS = 192;

  /**
   * Larger ones gain nothing, since weights come from memory often enough to be hidden by now, and
   * lose the caches: the activations of this many tokens are a few megabytes.
   */
  private static final int MAX_BATCH_TOKENS = 768;

  /** Batches for each thread: enough for all to finish at about the same time. */
  private static final int BATCHES_PER_THREAD = 4;

  /** Texts that a thread tokenizes at a time: enough to be worth handing out. */
  private static final int TOKENIZER_TEXTS = 16;

  private final Tokenizer tokenizer;
  private final Encoder encoder;
  private final NamedTensors tensors;
  private final PipelineConfig config;
  private final Kernels kernels;
  private final WorkerTeam team;
  private final ConcurrentLinkedDeque<Workspace> workspaces = new ConcurrentLinkedDeque<>();

  EmbeddingPipeline(
      Tokenizer tokenizer,
      Encoder encoder,
      NamedTensors tensors,
      PipelineConfig config,
      Kernels kernels,
      WorkerTeam team) {
    this.tokenizer = tokenizer;
    this.encoder = encoder;
    this.tensors = tensors;
    this.config = config;
    this.kernels = kernels;
    this.team = team;
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
    TokenSequence[] sequences = new TokenSequence[distinct.size()];
    float[][] vectors = new float[distinct.size()][];
    try (Lease lease = team.lease(team.threads())) {
      tokenize(distinct, prompt, sequences, lease);
      var work = new Work(Arrays.asList(sequences), promptTokens(prompt), vectors, log);
      forward(work, options.batchTokens(), lease);
    }
    boolean repeats = distinct.size() < texts.size();
    List<Embedding> embeddings = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      int place = places[i];
      requireFinite(vectors[place], i);
      float[] vector = repeats ? vectors[place].clone() : vectors[place];
      TokenSequence tokens = sequences[place];
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

  private void tokenize(
      List<String> texts, String prompt, TokenSequence[] sequences, Parallel parallel) {
    parallel.run(
        Math.ceilDiv(texts.size(), TOKENIZER_TEXTS),
        (task, _) -> {
          int end = Math.min(texts.size(), (task + 1) * TOKENIZER_TEXTS);
          for (int i = task * TOKENIZER_TEXTS; i < end; i++) {
            sequences[i] = tokenize(texts.get(i), prompt);
          }
        });
  }

  /**
   * Sequences on their way to vectors.
   *
   * @param promptTokens how many leading tokens of each are the prompt's
   * @param vectors gets the pooled vectors, {@code [sequences][dimension]}
   * @param log gets the times of operations
   */
  private record Work(
      List<TokenSequence> sequences,
      int promptTokens,
      float[][] vectors,
      Optional<OperationLog> log) {}

  private void forward(Work work, int maxBatchTokens, Parallel parallel) {
    List<int[]> batches =
        BatchPlanner.plan(work.sequences(), batchTokens(work.sequences(), maxBatchTokens));
    if (batches.size() == 1) {
      // A single batch: all threads work on each of its steps together.
      forward(batches.get(0), work, parallel);
    } else {
      // Several: each thread takes whole batches and needs nobody.
      parallel.run(batches.size(), (task, _) -> forward(batches.get(task), work, Parallel.SERIAL));
    }
  }

  private int batchTokens(List<TokenSequence> sequences, int maxBatchTokens) {
    long tokens = sequences.stream().mapToLong(TokenSequence::size).sum();
    long share = tokens / ((long) team.threads() * BATCHES_PER_THREAD);
    return Math.min(Math.clamp(share, MIN_BATCH_TOKENS, MAX_BATCH_TOKENS), maxBatchTokens);
  }

  private void forward(int[] indices, Work work, Parallel parallel) {
    Span span = Tracing.batch();
    List<TokenSequence> selected = new ArrayList<>(indices.length);
    for (int index : indices) {
      selected.add(work.sequences().get(index));
    }
    PackedBatch batch = PackedBatch.of(selected);
    Workspace workspace = workspaces.pollFirst();
    if (workspace == null) {
      workspace = new Workspace(kernels, encoder.shape());
    }
    workspace.stopwatch().start(work.log());
    int hiddenSize = encoder.shape().hiddenSize();
    Pooling pooling = config.pooling();
    Optional<int[]> onlyRows = onlyRows(batch, work.promptTokens());
    if (onlyRows.isPresent()) {
      float[] hidden = encoder.forwardRows(batch, onlyRows.get(), workspace, parallel);
      for (int i = 0; i < indices.length; i++) {
        work.vectors()[indices[i]] = pooling.pool(hidden, hiddenSize, i, 1, 0);
      }
    } else {
      float[] hidden = encoder.forward(batch, workspace, parallel);
      for (int i = 0; i < indices.length; i++) {
        work.vectors()[indices[i]] =
            pooling.pool(hidden, hiddenSize, batch.start(i), batch.length(i), work.promptTokens());
      }
    }
    workspaces.addFirst(workspace);
    span.end(batch.sequences(), batch.tokens());
  }

  /** The row that pooling needs of each sequence, if it needs one of each. */
  private Optional<int[]> onlyRows(PackedBatch batch, int promptTokens) {
    int[] rows = new int[batch.sequences()];
    for (int i = 0; i < rows.length; i++) {
      OptionalInt row = config.pooling().onlyRow(batch.start(i), batch.length(i), promptTokens);
      if (row.isEmpty()) {
        return Optional.empty();
      }
      rows[i] = row.getAsInt();
    }
    return Optional.of(rows);
  }

  /**
   * Never lets a meaningless vector out. Layers check their weights when they are loaded; the word
   * embeddings, of which few rows are ever used, are looked through only when something came of it.
   */
  private void requireFinite(float[] vector, int text) {
    for (float component : vector) {
      if (!Float.isFinite(component)) {
        tensors.requireFinite();
        throw new ModelFormatException(
            "the vector of text " + text + " overflows: the weights are out of any proportion");
      }
    }
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
    if (options.prompt().isPresent()) {
      return options.prompt().get();
    }
    String name =
        options
            .promptName()
            .or(() -> promptOf(options.role()))
            .or(config::defaultPrompt)
            .orElse(null);
    if (name == null) {
      return "";
    }
    String prompt = config.prompts().get(name);
    if (prompt == null) {
      throw new IllegalArgumentException(
          "the model has no prompt \"" + name + "\", only " + config.prompts().keySet());
    }
    return prompt;
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
