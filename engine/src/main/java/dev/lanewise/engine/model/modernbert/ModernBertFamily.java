package dev.lanewise.engine.model.modernbert;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.EncoderLayer;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.FeedForward;
import dev.lanewise.engine.layer.IdentityNorm;
import dev.lanewise.engine.layer.LayerNorm;
import dev.lanewise.engine.layer.Linear;
import dev.lanewise.engine.layer.LinearSlice;
import dev.lanewise.engine.layer.Norm;
import dev.lanewise.engine.layer.PreNormLayer;
import dev.lanewise.engine.layer.PredictionHead;
import dev.lanewise.engine.layer.Projection;
import dev.lanewise.engine.layer.SelfAttention;
import dev.lanewise.engine.layer.TokenEmbeddings;
import dev.lanewise.engine.layer.VocabularyProjection;
import dev.lanewise.engine.model.ClassificationHead;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.model.MaskedTokenTensors;
import dev.lanewise.engine.model.ModelFamily;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.json.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ModernBERT: pre-norm layers with rotary positions and gated feed-forward, of which most look at
 * their neighbourhood only.
 */
public final class ModernBertFamily implements ModelFamily {
  /** What stands before every name where the checkpoint has a head as well. */
  private static final String PREFIX = "model";

  @Override
  public List<String> modelTypes() {
    return List.of("modernbert");
  }

  @Override
  public boolean isExpectedExtra(String tensorName) {
    return tensorName.startsWith("head.")
        || tensorName.startsWith("decoder.")
        || tensorName.startsWith("classifier.");
  }

  @Override
  public Encoder load(JsonNode json, NamedTensors tensors, Backend backend) {
    ModernBertConfig config = ModernBertConfig.read(json);
    EncoderShape shape = config.shape();
    NamedTensors root = root(tensors);
    NamedTensors embeddings = root.scope("embeddings");
    List<EncoderLayer> layers = new ArrayList<>();
    for (int i = 0; i < shape.layers(); i++) {
      layers.add(layer(root.scope("layers").scope(String.valueOf(i)), i, config, backend));
    }
    return new Encoder(
        shape,
        TokenEmbeddings.of(embeddings.scope("tok_embeddings"), shape)
            .norm(norm(embeddings.scope("norm"), config, backend))
            .build(),
        layers,
        Optional.of(norm(root.scope("final_norm"), config, backend)));
  }

  @Override
  public ClassificationHead classificationHead(
      JsonNode json, NamedTensors tensors, int labels, Backend backend) {
    ModernBertConfig config = ModernBertConfig.read(json);
    NamedTensors output = tensors.scope("classifier");
    ClassificationHead.requireOutput(output);
    int size = config.shape().hiddenSize();
    return new ClassificationHead(
        config.head().pooling(),
        head(
            tensors,
            config,
            Linear.load(output, labels, size, Activation.IDENTITY, backend),
            backend));
  }

  @Override
  public PredictionHead maskedTokenHead(JsonNode json, NamedTensors tensors, Backend backend) {
    ModernBertConfig config = ModernBertConfig.read(json);
    MaskedTokenTensors.requireDense(tensors.scope("head").scope("dense"));
    NamedTensors decoder = tensors.scope("decoder");
    NamedTensors words = root(tensors).scope("embeddings").scope("tok_embeddings");
    int entries = config.shape().vocabularySize();
    Projection projection =
        new VocabularyProjection(
            MaskedTokenTensors.projection(json, decoder, words, config.shape()),
            config.head().decoderBiased() ? decoder.vector("bias", entries) : new float[entries],
            backend);
    return head(tensors, config, projection, backend);
  }

  private static PredictionHead head(
      NamedTensors tensors, ModernBertConfig config, Projection output, Backend backend) {
    NamedTensors head = tensors.scope("head");
    int size = config.shape().hiddenSize();
    LinearSlice dense = LinearSlice.whole(head.scope("dense"), size, config.head().biased());
    return new PredictionHead(
        Linear.load(List.of(dense), size, config.head().activation(), backend),
        Optional.of(norm(head.scope("norm"), config, backend)),
        output);
  }

  private static NamedTensors root(NamedTensors tensors) {
    return tensors.below(PREFIX, "embeddings.tok_embeddings.weight");
  }

  private static EncoderLayer layer(
      NamedTensors layer, int index, ModernBertConfig config, Backend backend) {
    // What enters the first layer has just been normalized.
    Norm attentionNorm =
        index == 0
            ? new IdentityNorm(config.shape().hiddenSize())
            : norm(layer.scope("attn_norm"), config, backend);
    return new PreNormLayer(
        attentionNorm,
        attention(layer.scope("attn"), config.globalLayers().get(index), config, backend),
        norm(layer.scope("mlp_norm"), config, backend),
        feedForward(layer.scope("mlp"), config, backend));
  }

  private static SelfAttention attention(
      NamedTensors attention, boolean global, ModernBertConfig config, Backend backend) {
    int size = config.shape().hiddenSize();
    boolean biased = config.attentionBiased();
    SelfAttention everywhere =
        SelfAttention.ofFused(
            LinearSlice.whole(attention.scope("Wqkv"), 3 * size, biased),
            LinearSlice.whole(attention.scope("Wo"), size, biased),
            config.shape(),
            backend);
    return global
        ? everywhere.withRotary(config.globalRotary())
        : everywhere.withRotary(config.localRotary()).withWindow(config.window());
  }

  private static FeedForward feedForward(
      NamedTensors mlp, ModernBertConfig config, Backend backend) {
    EncoderShape shape = config.shape();
    int size = shape.intermediateSize();
    boolean biased = config.feedForwardBiased();
    LinearSlice fused = LinearSlice.whole(mlp.scope("Wi"), 2 * size, biased);
    return FeedForward.loadGated(
        fused.part(0, size),
        fused.part(size, size),
        LinearSlice.whole(mlp.scope("Wo"), shape.hiddenSize(), biased),
        shape,
        config.activation(),
        backend);
  }

  private static LayerNorm norm(NamedTensors scope, ModernBertConfig config, Backend backend) {
    int size = config.shape().hiddenSize();
    return config.normBiased()
        ? LayerNorm.load(scope, size, config.epsilon(), backend)
        : LayerNorm.loadUnbiased(scope, size, config.epsilon(), backend);
  }
}
