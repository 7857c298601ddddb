package dev.lanewise.engine.model.nomicbert;

import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.EncoderLayer;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.FeedForward;
import dev.lanewise.engine.layer.LayerNorm;
import dev.lanewise.engine.layer.LinearSlice;
import dev.lanewise.engine.layer.PostNormLayer;
import dev.lanewise.engine.layer.SelfAttention;
import dev.lanewise.engine.layer.TokenEmbeddings;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.model.ModelFamily;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.json.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** NomicBERT: BERT with rotary positions and gated feed-forward. */
public final class NomicBertFamily implements ModelFamily {
  /** What stands before every name where the checkpoint has a head as well. */
  private static final String PREFIX = "bert";

  @Override
  public List<String> modelTypes() {
    return List.of("nomic_bert");
  }

  @Override
  public boolean isExpectedExtra(String tensorName) {
    String name = tensorName.replaceFirst("^" + PREFIX + "\\.", "");
    return name.startsWith("pooler.")
        || name.startsWith("cls.")
        || name.startsWith("classifier.")
        || name.endsWith(".inv_freq");
  }

  @Override
  public Encoder load(JsonNode json, NamedTensors tensors, Backend backend) {
    NomicBertConfig config = NomicBertConfig.read(json);
    EncoderShape shape = config.shape();
    boolean prefixed = tensors.has(PREFIX + ".embeddings.word_embeddings.weight");
    NamedTensors root = prefixed ? tensors.scope(PREFIX) : tensors;
    NamedTensors embeddings = root.scope("embeddings");
    TokenEmbeddings.Builder builder =
        TokenEmbeddings.of(embeddings.scope("word_embeddings"), shape)
            .norm(norm(root.scope("emb_ln"), config, backend));
    if (config.types() > 0) {
      builder.types(embeddings.scope("token_type_embeddings"), config.types());
    }
    List<EncoderLayer> layers = new ArrayList<>();
    for (int i = 0; i < shape.layers(); i++) {
      NamedTensors layer = root.scope("encoder").scope("layers").scope(String.valueOf(i));
      layers.add(layer(layer, config, backend));
    }
    return new Encoder(shape, builder.build(), layers);
  }

  private static EncoderLayer layer(NamedTensors layer, NomicBertConfig config, Backend backend) {
    return new PostNormLayer(
        attention(layer.scope("attn"), config, backend),
        norm(layer.scope("norm1"), config, backend),
        feedForward(layer.scope("mlp"), config, backend),
        norm(layer.scope("norm2"), config, backend));
  }

  private static SelfAttention attention(
      NamedTensors attention, NomicBertConfig config, Backend backend) {
    EncoderShape shape = config.shape();
    int size = shape.attentionSize();
    LinearSlice fused =
        LinearSlice.whole(attention.scope("Wqkv"), 3 * size, config.attentionBiased());
    LinearSlice output =
        LinearSlice.whole(
            attention.scope("out_proj"), shape.hiddenSize(), config.attentionBiased());
    return SelfAttention.ofFused(fused, output, shape, backend).withRotary(config.rotary());
  }

  private static FeedForward feedForward(
      NamedTensors mlp, NomicBertConfig config, Backend backend) {
    EncoderShape shape = config.shape();
    return FeedForward.loadGated(
        LinearSlice.whole(mlp.scope("fc12"), shape.intermediateSize(), config.upBiased()),
        LinearSlice.whole(mlp.scope("fc11"), shape.intermediateSize(), config.upBiased()),
        LinearSlice.whole(mlp.scope("fc2"), shape.hiddenSize(), config.downBiased()),
        shape,
        config.activation(),
        backend);
  }

  private static LayerNorm norm(NamedTensors scope, NomicBertConfig config, Backend backend) {
    return LayerNorm.load(scope, config.shape().hiddenSize(), config.epsilon(), backend);
  }
}
