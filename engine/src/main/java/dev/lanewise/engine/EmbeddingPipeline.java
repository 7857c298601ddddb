package dev.lanewise.engine;

import dev.lanewise.engine.batch.BatchPlanner;
import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.layer.Workspace;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.parallel.Lease;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.parallel.WorkerTeam;
import dev.lanewise.engine.pipeline.PipelineConfig;
import dev.lanewise.engine.pooling.UnitNorm;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.tokenizer.TokenSequence;
import dev.lanewise.tokenizer.Tokenizer;
import dev.lanewise.tokenizer.Truncation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/** The straight line from texts to vectors. Thread-safe. */
final class EmbeddingPipeline {
  /** Smaller batches don't fill the kernels' tiles. */
  private static final int MIN_BATCH_TOKENS = 192;

  /** Batches for each thread: enough for all to finish at about the same time. */
  private static final int BATCHES_PER_THREAD = 4;

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
    String prompt = prompt(options);
    return tokenizer.encode(
        prompt.isEmpty() ? text : prompt + text, Truncation.at(config.maxTokens()));
  }

  Embeddings encode(List<String> texts, EncodeOptions options) {
    int dimensions = dimensions(options);
    String prompt = prompt(options);
    int promptTokens = promptTokens(prompt);
    List<TokenSequence> sequences = new ArrayList<>(texts.size());
    for (String text : texts) {
      sequences.add(tokenize(text, options));
    }
    float[][] vectors = forward(sequences, promptTokens, options.batchTokens());
    List<Embedding> embeddings = new ArrayList<>(texts.size());
    for (int i = 0; i < vectors.length; i++) {
      requireFinite(vectors[i], i);
      TokenSequence tokens = sequences.get(i);
      int length = texts.get(i).length();
      embeddings.add(
          new Embedding(
              finish(vectors[i], dimensions, options),
              tokens.size(),
              tokens.totalTokens(),
              tokens.truncated()
                  ? Math.clamp(tokens.keptEnd(0) - prompt.length(), 0, length)
                  : length));
    }
    return new Embeddings(embeddings, dimensions);
  }

  /** The pooled vectors of sequences, {@code [sequences][dimension]}. */
  private float[][] forward(List<TokenSequence> sequences, int promptTokens, int maxBatchTokens) {
    float[][] vectors = new float[sequences.size()][];
    List<int[]> batches = BatchPlanner.plan(sequences, batchTokens(sequences, maxBatchTokens));
    if (batches.size() == 1) {
      // A single batch: all threads work on each of its steps together.
      try (Lease lease = team.lease(team.threads())) {
        forward(batches.get(0), sequences, promptTokens, vectors, lease);
      }
    } else if (batches.size() > 1) {
      // Several: each thread takes whole batches and needs nobody.
      try (Lease lease = team.lease(batches.size())) {
        lease.run(
            batches.size(),
            (task, _) ->
                forward(batches.get(task), sequences, promptTokens, vectors, Parallel.SERIAL));
      }
    }
    return vectors;
  }

  private int batchTokens(List<TokenSequence> sequences, int maxBatchTokens) {
    long tokens = sequences.stream().mapToLong(TokenSequence::size).sum();
    long share = tokens / ((long) team.threads() * BATCHES_PER_THREAD);
    return (int) Math.min(Math.max(share, MIN_BATCH_TOKENS), maxBatchTokens);
  }

  private void forward(
      int[] indices,
      List<TokenSequence> sequences,
      int promptTokens,
      float[][] vectors,
      Parallel parallel) {
    List<TokenSequence> selected = new ArrayList<>(indices.length);
    for (int index : indices) {
      selected.add(sequences.get(index));
    }
    PackedBatch batch = PackedBatch.of(selected);
    Workspace workspace = workspaces.pollFirst();
    if (workspace == null) {
      workspace = new Workspace(kernels, encoder.shape());
    }
    float[] hidden = encoder.forward(batch, workspace, parallel);
    for (int i = 0; i < indices.length; i++) {
      vectors[indices[i]] =
          config
              .pooling()
              .pool(
                  hidden,
                  encoder.shape().hiddenSize(),
                  batch.start(i),
                  batch.length(i),
                  promptTokens);
    }
    workspaces.addFirst(workspace);
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
