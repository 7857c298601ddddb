package dev.lanewise.engine;

import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.layer.PredictionHead;
import dev.lanewise.engine.layer.Workspace;
import dev.lanewise.engine.model.ClassificationHead;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.pipeline.CrossEncoderConfig;
import dev.lanewise.engine.pipeline.CrossEncoderFolder;
import dev.lanewise.engine.tracing.Span;
import dev.lanewise.engine.tracing.Tracing;
import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.TokenSequence;
import dev.lanewise.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The straight line from pairs of texts to scores. Thread-safe. */
final class CrossEncoderPipeline {
  private final LoadedEncoder loaded;
  private final Pooler pooler;
  private final PredictionHead head;
  private final CrossEncoderConfig config;
  private final Tokenizer tokenizer;
  private final CrossEncoderInfo info;
  private final BatchRunner batches;

  private CrossEncoderPipeline(
      LoadedEncoder loaded,
      ClassificationHead head,
      CrossEncoderConfig config,
      CrossEncoderInfo info) {
    this.loaded = loaded;
    this.pooler = new Pooler(loaded.encoder(), head.pooling(), 0);
    this.head = head.head();
    this.config = config;
    this.tokenizer = config.lowercase() ? loaded.tokenizer().withLowercase() : loaded.tokenizer();
    this.info = info;
    this.batches = new BatchRunner(loaded);
  }

  static CrossEncoderPipeline load(ModelPath root, Resources resources) {
    CrossEncoderFolder folder = CrossEncoderFolder.read(root);
    JsonNode encoderConfig = folder.encoderConfig();
    LoadedEncoder loaded = LoadedEncoder.load(folder.transformer(), encoderConfig, resources);
    CrossEncoderConfig config =
        folder.config(encoderConfig, loaded.encoder().shape().positions(), loaded.tokenizerLimit());
    loaded.requireFit(root, config.maxTokens(), true);
    ClassificationHead head =
        loaded
            .family()
            .classificationHead(
                encoderConfig, loaded.tensors(), config.labels().size(), resources.headBackend());
    List<String> warnings = new ArrayList<>(folder.warnings());
    ScoreActivation activation = activation(config, warnings);
    CrossEncoderInfo info =
        new CrossEncoderInfo(
            loaded.info(root, config.maxTokens(), loaded.warnings(warnings)),
            head.pooling().names(),
            config.labels(),
            activation,
            config.prompts(),
            config.defaultPrompt());
    return new CrossEncoderPipeline(loaded, head, config, info);
  }

  /** By the last component of the Python class's name. */
  private static ScoreActivation activation(CrossEncoderConfig config, List<String> warnings) {
    ScoreActivation byDefault =
        config.labels().size() == 1 ? ScoreActivation.SIGMOID : ScoreActivation.IDENTITY;
    if (config.activation().isEmpty()) {
      return byDefault;
    }
    JsonNode name = config.activation().get();
    String type = name.string();
    if (!type.startsWith("torch.")) {
      // Code of the model's own, which the reference doesn't run unasked either.
      warnings.add(
          "the activation " + name + " is code of the model's own; " + byDefault + " is used");
      return byDefault;
    }
    return switch (type.substring(type.lastIndexOf('.') + 1)) {
      case "Identity" -> ScoreActivation.IDENTITY;
      case "Sigmoid" -> ScoreActivation.SIGMOID;
      case "Tanh" -> ScoreActivation.TANH;
      default -> throw name.error("unsupported activation " + name);
    };
  }

  CrossEncoderInfo info() {
    return info;
  }

  List<PairScore> score(List<TextPair> pairs, ScoreOptions options) {
    Span span = Tracing.encode();
    String prompt =
        Prompts.choose(
            options.prompt(), options.promptName().or(config::defaultPrompt), config.prompts());
    float[][] scores = new float[pairs.size()][];
    List<TokenSequence> sequences =
        batches.run(
            pairs.size(),
            i -> tokenize(pairs.get(i), prompt),
            options.batchTokens(),
            Optional.empty(),
            (batch, indices, workspace, parallel) ->
                score(batch, indices, scores, workspace, parallel));
    ScoreActivation activation = options.activation().orElse(info.activation());
    List<PairScore> results = new ArrayList<>(pairs.size());
    long tokens = 0;
    for (int i = 0; i < scores.length; i++) {
      loaded.requireFinite(scores[i], "the score of pair", i);
      activation.apply(scores[i]);
      TokenSequence sequence = sequences.get(i);
      results.add(new PairScore(scores[i], sequence.size(), sequence.totalTokens()));
      tokens += sequence.size();
    }
    span.end(pairs.size(), (int) Math.min(tokens, Integer.MAX_VALUE));
    return List.copyOf(results);
  }

  private TokenSequence tokenize(TextPair pair, String prompt) {
    return tokenizer.encode(
        prompt + pair.first(), pair.second(), tokenizer.truncation(config.maxTokens()));
  }

  /**
   * Runs a batch through encoder and head.
   *
   * @param indices where in {@code scores} each sequence's go
   * @param scores gets logits, {@code [pairs][labels]}
   */
  private void score(
      PackedBatch batch, int[] indices, float[][] scores, Workspace workspace, Parallel parallel) {
    float[][] pooled = pooler.pool(batch, workspace, parallel);
    int width = pooled[0].length;
    float[] rows = new float[pooled.length * width];
    for (int i = 0; i < pooled.length; i++) {
      System.arraycopy(pooled[i], 0, rows, i * width, width);
    }
    int labels = head.scores();
    float[] logits = head.forward(rows, pooled.length, workspace, parallel);
    for (int i = 0; i < indices.length; i++) {
      scores[indices[i]] = Arrays.copyOfRange(logits, i * labels, (i + 1) * labels);
    }
  }
}
