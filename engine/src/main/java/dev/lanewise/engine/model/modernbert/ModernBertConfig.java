package dev.lanewise.engine.model.modernbert;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.AttentionWindow;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.RotaryPositions;
import dev.lanewise.engine.model.Activations;
import dev.lanewise.engine.model.RotarySettings;
import dev.lanewise.engine.model.Settings;
import dev.lanewise.engine.pooling.PoolingMode;
import dev.lanewise.json.JsonNode;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The keys of a ModernBERT {@code config.json}; absent ones have the defaults of the reference
 * implementation.
 *
 * @param shape the sizes
 * @param activation the activation of the gates
 * @param epsilon added to the variance in layer norms
 * @param normBiased whether layer norms have biases
 * @param attentionBiased whether attention's layers have
 * @param feedForwardBiased whether those of feed-forward blocks have
 * @param globalLayers whether each layer looks everywhere
 * @param window where the others look
 * @param globalRotary the positions of layers that look everywhere
 * @param localRotary those of the others
 * @param head what heads are made of
 */
record ModernBertConfig(
    EncoderShape shape,
    Activation activation,
    float epsilon,
    boolean normBiased,
    boolean attentionBiased,
    boolean feedForwardBiased,
    List<Boolean> globalLayers,
    AttentionWindow window,
    RotaryPositions globalRotary,
    RotaryPositions localRotary,
    Head head) {
  /**
   * What is said of heads.
   *
   * @param activation the activation after the first linear layer
   * @param biased whether that layer has biases
   * @param decoderBiased whether the projection onto the vocabulary has
   * @param pooling what a head for classification looks at
   */
  record Head(Activation activation, boolean biased, boolean decoderBiased, PoolingMode pooling) {
    private static Head read(Settings settings) {
      JsonNode json = settings.json();
      return new Head(
          json.getOr("classifier_activation", Activation.GELU, Activations::of),
          settings.flag("classifier_bias", false),
          settings.flag("decoder_bias", true),
          json.getOr("classifier_pooling", PoolingMode.CLS, Head::pooling));
    }

    private static PoolingMode pooling(JsonNode name) {
      return switch (name.string()) {
        case "cls" -> PoolingMode.CLS;
        case "mean" -> PoolingMode.MEAN;
        default -> throw name.error("unsupported pooling " + name);
      };
    }
  }

  static ModernBertConfig read(JsonNode json) {
    Settings settings = new Settings(json);
    int layers = settings.layers("num_hidden_layers", 22);
    int hiddenSize = settings.size("hidden_size", 768);
    int heads = settings.size("num_attention_heads", 12);
    int headSize = settings.headSize(hiddenSize, heads);
    int every = settings.size("global_attn_every_n_layers", 3);
    return new ModernBertConfig(
        new EncoderShape(
            layers,
            hiddenSize,
            heads,
            settings.size("intermediate_size", 1152),
            settings.size("max_position_embeddings", 8192),
            settings.vocabulary(50368)),
        json.getOr("hidden_activation", Activation.GELU, Activations::of),
        settings.epsilon("norm_eps", 1e-5),
        settings.flag("norm_bias", false),
        settings.flag("attention_bias", false),
        settings.flag("mlp_bias", false),
        settings
            .globalLayers(layers)
            .orElseGet(() -> IntStream.range(0, layers).mapToObj(i -> i % every == 0).toList()),
        AttentionWindow.local(settings.size("local_attention", 128) / 2),
        RotarySettings.read(settings, "full_attention", "global_rope_theta", 160_000, headSize),
        RotarySettings.read(settings, "sliding_attention", "local_rope_theta", 10_000, headSize),
        Head.read(settings));
  }
}
