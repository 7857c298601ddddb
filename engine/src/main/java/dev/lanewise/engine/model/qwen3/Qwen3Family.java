package dev.lanewise.engine.model.qwen3;

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
 * Qwen3: a decoder of pre-norm layers with grouped heads, whose queries and keys are normalized and
 * turned. The hidden state of a text's last token stands for all of it.
 */
public final class Qwen3Family implements ModelFamily {
  /** What stands before every name where the checkpoint has a head as well. */
  private static final String PREFIX = "model";

  @Override
  public List<String> modelTypes() {
    return List.of("qwen3");
  }

  @Override
  public boolean isExpectedExtra(String tensorName) {
    return tensorName.startsWith("lm_head.");
  }

  @Override
  public Encoder load(JsonNode json, NamedTensors tensors, Backend backend) {
    Qwen3Config config = Qwen3Config.read(json);
    EncoderShape shape = config.shape();
    boolean prefixed = tensors.has(PREFIX + ".embed_tokens.weight");
    NamedTensors root = prefixed ? tensors.scope(PREFIX) : tensors;
    List<EncoderLayer> layers = new ArrayList<>();
    for (int i = 0; i < shape.layers(); i++) {
      layers.add(layer(root.scope("layers").scope(String.valueOf(i)), config, backend));
    }
    return new Encoder(
        shape,
        TokenEmbeddings.of(root.scope("embed_tokens"), shape).build(),
        layers,
        Optional.of(norm(root.scope("norm"), shape.hiddenSize(), config, backend)));
  }

  private static EncoderLayer layer(NamedTensors layer, Qwen3Config config, Backend backend) {
    int hiddenSize = config.shape().hiddenSize();
    return new PreNormLayer(
        norm(layer.scope("input_layernorm"), hiddenSize, config, backend),
        attention(layer.scope("self_attn"), config, backend),
        norm(layer.scope("post_attention_layernorm"), hiddenSize, config, backend),
        feedForward(layer.scope("mlp"), config, backend));
  }

  private static SelfAttention attention(
      NamedTensors attention, Qwen3Config config, Backend backend) {
    EncoderShape shape = config.shape();
    boolean biased = config.attentionBiased();
    return SelfAttention.of(
            LinearSlice.whole(attention.scope("q_proj"), shape.attentionSize(), biased),
            LinearSlice.whole(attention.scope("k_proj"), shape.keySize(), biased),
            LinearSlice.whole(attention.scope("v_proj"), shape.keySize(), biased),
            LinearSlice.whole(attention.scope("o_proj"), shape.hiddenSize(), biased),
            shape,
            backend)
        .withHeadNorms(
            norm(attention.scope("q_norm"), shape.headSize(), config, backend),
            norm(attention.scope("k_norm"), shape.headSize(), config, backend))
        .withRotary(config.rotary())
        .withWindow(AttentionWindow.CAUSAL);
  }

  private static FeedForward feedForward(NamedTensors mlp, Qwen3Config config, Backend backend) {
    EncoderShape shape = config.shape();
    return FeedForward.loadGated(
        LinearSlice.whole(mlp.scope("gate_proj"), shape.intermediateSize(), false),
        LinearSlice.whole(mlp.scope("up_proj"), shape.intermediateSize(), false),
        LinearSlice.whole(mlp.scope("down_proj"), shape.hiddenSize(), false),
        shape,
        config.activation(),
        backend);
  }

  private static RmsNorm norm(NamedTensors scope, int width, Qwen3Config config, Backend backend) {
    return RmsNorm.load(scope, width, config.epsilon(), backend);
  }
}
