package dev.lanewise.engine.model.t5;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.BucketedBias;
import dev.lanewise.engine.layer.EncoderLayer;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.FeedForward;
import dev.lanewise.engine.layer.Linear;
import dev.lanewise.engine.layer.LinearSlice;
import dev.lanewise.engine.layer.PreNormLayer;
import dev.lanewise.engine.layer.RmsNorm;
import dev.lanewise.engine.layer.ScoreBias;
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
 * T5's encoder: no positions but a bias of relative ones, which the first layer owns and all use;
 * root-mean-square norms before blocks, no biases in linear layers, and scores that aren't scaled.
 */
public final class T5Family implements ModelFamily {
  private final String modelType;
  private final T5Config.Defaults defaults;

  private T5Family(String modelType, T5Config.Defaults defaults) {
    this.modelType = modelType;
    this.defaults = defaults;
  }

  /** T5 itself. */
  public static T5Family t5() {
    return new T5Family("t5", T5Config.Defaults.T5);
  }

  /** The multilingual one, which is version 1.1 under another name. */
  public static T5Family mt5() {
    return new T5Family("mt5", T5Config.Defaults.MT5);
  }

  @Override
  public List<String> modelTypes() {
    return List.of(modelType);
  }

  @Override
  public boolean isExpectedExtra(String tensorName) {
    // The word embeddings, the encoder's and the decoder's are one tensor, stored under any name.
    return tensorName.startsWith("decoder.")
        || tensorName.startsWith("lm_head.")
        || tensorName.equals("encoder.embed_tokens.weight");
  }

  @Override
  public Encoder load(JsonNode json, NamedTensors tensors, Backend backend) {
    T5Config config = T5Config.read(json, defaults);
    EncoderShape shape = config.shape();
    NamedTensors encoder = tensors.scope("encoder");
    NamedTensors shared = tensors.scope("shared");
    NamedTensors words = shared.has("weight") ? shared : encoder.scope("embed_tokens");
    NamedTensors blocks = encoder.scope("block");
    ScoreBias bias =
        BucketedBias.load(
            part(blocks.scope("0"), 0).scope("SelfAttention").scope("relative_attention_bias"),
            config.buckets(),
            config.maxDistance(),
            shape.heads());
    List<EncoderLayer> layers = new ArrayList<>();
    for (int i = 0; i < shape.layers(); i++) {
      layers.add(layer(blocks.scope(String.valueOf(i)), config, bias, backend));
    }
    return new Encoder(
        shape,
        TokenEmbeddings.of(words, shape).build(),
        layers,
        Optional.of(norm(encoder.scope("final_layer_norm"), config, backend)));
  }

  private static EncoderLayer layer(
      NamedTensors block, T5Config config, ScoreBias bias, Backend backend) {
    NamedTensors attention = part(block, 0);
    NamedTensors feedForward = part(block, 1);
    return new PreNormLayer(
        norm(attention.scope("layer_norm"), config, backend),
        attention(attention.scope("SelfAttention"), config.shape(), bias, backend),
        norm(feedForward.scope("layer_norm"), config, backend),
        feedForward(feedForward.scope("DenseReluDense"), config, backend));
  }

  private static NamedTensors part(NamedTensors block, int number) {
    return block.scope("layer").scope(String.valueOf(number));
  }

  private static SelfAttention attention(
      NamedTensors scope, EncoderShape shape, ScoreBias bias, Backend backend) {
    int hidden = shape.hiddenSize();
    int width = shape.attentionSize();
    List<NamedTensors> keysValues = List.of(scope.scope("k"), scope.scope("v"));
    return SelfAttention.of(
            linear(List.of(scope.scope("q")), width, hidden, backend),
            linear(keysValues, width, hidden, backend),
            linear(List.of(scope.scope("o")), hidden, width, backend),
            shape,
            backend)
        .withScale(1)
        .withBias(bias);
  }

  private static Linear linear(
      List<NamedTensors> scopes, int outputs, int inputs, Backend backend) {
    return Linear.loadUnbiased(scopes, outputs, inputs, Activation.IDENTITY, backend);
  }

  private static FeedForward feedForward(NamedTensors scope, T5Config config, Backend backend) {
    EncoderShape shape = config.shape();
    if (!config.gated()) {
      return FeedForward.loadUnbiased(
          scope.scope("wi"), scope.scope("wo"), shape, config.activation(), backend);
    }
    return FeedForward.loadGated(
        LinearSlice.whole(scope.scope("wi_0"), shape.intermediateSize(), false),
        LinearSlice.whole(scope.scope("wi_1"), shape.intermediateSize(), false),
        LinearSlice.whole(scope.scope("wo"), shape.hiddenSize(), false),
        shape,
        config.activation(),
        backend);
  }

  private static RmsNorm norm(NamedTensors scope, T5Config config, Backend backend) {
    return RmsNorm.load(scope, config.shape().hiddenSize(), config.epsilon(), backend);
  }
}
