package dev.lanewise.engine.model.gemma3;

import dev.lanewise.engine.layer.AttentionWindow;
import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.EncoderLayer;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.FeedForward;
import dev.lanewise.engine.layer.LinearSlice;
import dev.lanewise.engine.layer.PreNormLayer;
import dev.lanewise.engine.layer.RmsNorm;
import dev.lanewise.engine.layer.SelfAttention;
import dev.lanewise.engine.layer.TokenEmbeddings;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.model.ModelFamily;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.json.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text model of Gemma 3: pre-norm layers that normalize what attention and feed-forward give as
 * well, of which most look at their neighbourhood only. EmbeddingGemma's see both sides of it.
 */
public final class Gemma3Family implements ModelFamily {
  /** What stands before every name where the checkpoint has a head as well. */
  private static final String PREFIX = "model";

  @Override
  public List<String> modelTypes() {
    return List.of("gemma3_text");
  }

  @Override
  public boolean isExpectedExtra(String tensorName) {
    return tensorName.startsWith("lm_head.");
  }

  @Override
  public Encoder load(JsonNode json, NamedTensors tensors, Backend backend) {
    Gemma3Config config = Gemma3Config.read(json);
    EncoderShape shape = config.shape();
    boolean prefixed = tensors.has(PREFIX + ".embed_tokens.weight");
    NamedTensors root = prefixed ? tensors.scope(PREFIX) : tensors;
    List<EncoderLayer> layers = new ArrayList<>();
    for (int i = 0; i < shape.layers(); i++) {
      layers.add(layer(root.scope("layers").scope(String.valueOf(i)), i, config, backend));
    }
    return new Encoder(
        shape,
        TokenEmbeddings.of(root.scope("embed_tokens"), shape)
            .scale((float) Math.sqrt(shape.hiddenSize()))
            .build(),
        layers,
        Optional.of(norm(root.scope("norm"), shape.hiddenSize(), config, backend)));
  }

  private static EncoderLayer layer(
      NamedTensors layer, int index, Gemma3Config config, Backend backend) {
    int hiddenSize = config.shape().hiddenSize();
    return new PreNormLayer(
            norm(layer.scope("input_layernorm"), hiddenSize, config, backend),
            attention(layer.scope("self_attn"), config.globalLayers().get(index), config, backend),
            norm(layer.scope("pre_feedforward_layernorm"), hiddenSize, config, backend),
            feedForward(layer.scope("mlp"), config, backend))
        .withOutputNorms(
            norm(layer.scope("post_attention_layernorm"), hiddenSize, config, backend),
            norm(layer.scope("post_feedforward_layernorm"), hiddenSize, config, backend));
  }

  private static SelfAttention attention(
      NamedTensors attention, boolean global, Gemma3Config config, Backend backend) {
    EncoderShape shape = config.shape();
    boolean biased = config.attentionBiased();
    SelfAttention plain =
        SelfAttention.of(
                LinearSlice.whole(attention.scope("q_proj"), shape.attentionSize(), biased),
                LinearSlice.whole(attention.scope("k_proj"), shape.keySize(), biased),
                LinearSlice.whole(attention.scope("v_proj"), shape.keySize(), biased),
                LinearSlice.whole(attention.scope("o_proj"), shape.hiddenSize(), biased),
                shape,
                backend)
            .withScale(config.scale())
            .withHeadNorms(
                norm(attention.scope("q_norm"), shape.headSize(), config, backend),
                norm(attention.scope("k_norm"), shape.headSize(), config, backend))
            .withRotary(global ? config.globalRotary() : config.localRotary());
    if (!global) {
      return plain.withWindow(config.window());
    }
    return config.bidirectional() ? plain : plain.withWindow(AttentionWindow.CAUSAL);
  }

  private static FeedForward feedForward(NamedTensors mlp, Gemma3Config config, Backend backend) {
    EncoderShape shape = config.shape();
    return FeedForward.loadGated(
        LinearSlice.whole(mlp.scope("gate_proj"), shape.intermediateSize(), false),
        LinearSlice.whole(mlp.scope("up_proj"), shape.intermediateSize(), false),
        LinearSlice.whole(mlp.scope("down_proj"), shape.hiddenSize(), false),
        shape,
        config.activation(),
        backend);
  }

  /** Norms are stored as what is added to one. */
  private static RmsNorm norm(NamedTensors scope, int width, Gemma3Config config, Backend backend) {
    float[] weight = scope.vector("weight", width);
    for (int i = 0; i < width; i++) {
      weight[i] += 1;
    }
    return new RmsNorm(backend.kernels(), weight, config.epsilon());
  }
}
