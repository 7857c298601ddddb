package dev.lanewise.engine;

import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.Linear;
import dev.lanewise.engine.layer.Workspace;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.pipeline.HybridFolder;
import dev.lanewise.engine.pooling.UnitNorm;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.engine.weights.SafetensorsFile;
import dev.lanewise.engine.weights.WeightFormatException;
import dev.lanewise.files.ModelPath;
import dev.lanewise.tokenizer.TokenSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * The straight line from texts to dense vectors, lexical weights and token vectors. Thread-safe.
 */
final class HybridPipeline {
  private final ModelLoader.Model model;
  private final Linear sparse; // hidden state to weight
  private final Linear colbert; // hidden state to token vector
  private final int[] weightless; // ascending

  private HybridPipeline(ModelLoader.Model model, Linear sparse, Linear colbert, int[] weightless) {
    this.model = model;
    this.sparse = sparse;
    this.colbert = colbert;
    this.weightless = weightless;
  }

  static HybridPipeline load(ModelPath root, Resources resources) {
    ModelLoader.Model model = ModelLoader.load(root, resources);
    LoadedEncoder loaded = model.pipeline().loaded();
    HybridFolder folder = new HybridFolder(root, loaded.folder());
    int size = loaded.encoder().shape().hiddenSize();
    NamedTensors sparse = tensors(folder.sparse(), resources);
    NamedTensors colbert = tensors(folder.colbert(), resources);
    int[] weightless =
        folder.weightless().stream()
            .map(loaded.tokenizer()::id)
            .flatMapToInt(OptionalInt::stream)
            .sorted()
            .toArray();
    return new HybridPipeline(
        model,
        linear(folder.sparse(), sparse, 1, size, Activation.RELU, resources),
        linear(
            folder.colbert(),
            colbert,
            colbert.rows("weight"),
            size,
            Activation.IDENTITY,
            resources),
        weightless);
  }

  private static NamedTensors tensors(ModelPath file, Resources resources) {
    return NamedTensors.of(file.label(), SafetensorsFile.open(file, resources.arena()).tensors());
  }

  private static Linear linear(
      ModelPath file,
      NamedTensors tensors,
      int outputs,
      int inputs,
      Activation activation,
      Resources resources) {
    Linear linear = Linear.load(tensors, outputs, inputs, activation, resources.headBackend());
    if (!tensors.unused().isEmpty()) {
      throw new WeightFormatException(
          file.label(), "holds tensors that a linear layer has no use for: " + tensors.unused());
    }
    return linear;
  }

  ModelInfo info() {
    return model.info();
  }

  String token(int id) {
    return model.pipeline().token(id);
  }

  int tokenDimension() {
    return colbert.outputs();
  }

  List<HybridEmbedding> encode(List<String> texts, EncodeOptions options) {
    if (options.longTexts().inWindows()) {
      throw new IllegalArgumentException(
          "long texts can't be read in windows where there are vectors of tokens");
    }
    LexicalWeights[] weights = new LexicalWeights[texts.size()];
    float[][][] tokenVectors = new float[texts.size()][][];
    EmbeddingPipeline pipeline = model.pipeline();
    EmbeddingPipeline.Encoded encoded =
        pipeline.encodeAlongside(
            texts,
            options,
            (batch, indices, hidden, workspace, parallel) -> {
              float[] rowWeights = project(sparse, batch, hidden, workspace, parallel);
              pipeline.loaded().requireFinite(rowWeights, "a lexical weight");
              float[] vectors = project(colbert, batch, hidden, workspace, parallel);
              pipeline.loaded().requireFinite(vectors, "a token's vector");
              for (int i = 0; i < indices.length; i++) {
                weights[indices[i]] = LexicalWeights.of(batch, i, rowWeights, weightless);
                tokenVectors[indices[i]] = tokenVectors(batch, i, vectors);
              }
            });
    List<HybridEmbedding> embeddings = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      TokenSequence tokens = encoded.tokens().get(i);
      embeddings.add(
          new HybridEmbedding(
              encoded.vectors()[i],
              weights[i],
              tokenVectors[i],
              tokens.size(),
              tokens.totalTokens()));
    }
    return List.copyOf(embeddings);
  }

  /** What a linear layer makes of each token: {@code [tokens][outputs]}. */
  private static float[] project(
      Linear linear, PackedBatch batch, float[] hidden, Workspace workspace, Parallel parallel) {
    float[] out = new float[Math.multiplyExact(batch.tokens(), linear.outputs())];
    linear.forward(out, hidden, batch.tokens(), workspace, parallel);
    return out;
  }

  /** The vectors of a sequence's tokens but the first, scaled to length one. */
  private float[][] tokenVectors(PackedBatch batch, int sequence, float[] vectors) {
    int width = colbert.outputs();
    float[][] rows = new float[Math.max(0, batch.length(sequence) - 1)][];
    for (int i = 0; i < rows.length; i++) {
      int from = (batch.start(sequence) + 1 + i) * width;
      rows[i] = Arrays.copyOfRange(vectors, from, from + width);
      UnitNorm.normalize(rows[i]);
    }
    return rows;
  }
}
