package dev.lanewise.engine.model.qwen3;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.RotaryPositions;
import dev.lanewise.engine.model.Activations;
import dev.lanewise.engine.model.RotarySettings;
import dev.lanewise.engine.model.Settings;
import dev.lanewise.json.JsonNode;

/**
 * The keys of a Qwen3 {@code config.json}; absent ones have the defaults of the reference
 * implementation.
 *
 * @param shape the sizes
 * @param activation the activation of the gates
 * @param epsilon added to the mean square in norms
 * @param attentionBiased whether attention's layers have biases
 * @param rotary the positions
 */
record Qwen3Config(
    EncoderShape shape,
    Activation activation,
    float epsilon,
    boolean attentionBiased,
    RotaryPositions rotary) {
  static Qwen3Config read(JsonNode json) {
    Settings settings = new Settings(json);
    settings.requireOff("use_sliding_window");
    int layers = settings.layers("num_hidden_layers", 32);
    settings
        .globalLayers(layers)
        .filter(global -> global.contains(false))
        .ifPresent(
            _ -> {
              throw json.error("sliding attention is not supported");
            });
    int heads = settings.size("num_attention_heads", 32);
    int headSize = settings.size("head_dim", 128);
    return new Qwen3Config(
        new EncoderShape(
                layers,
                settings.size("hidden_size", 4096),
                heads,
                settings.size("intermediate_size", 22016),
                settings.size("max_position_embeddings", 32768),
                settings.vocabulary(151936))
            .withHeadSize(headSize)
            .withKeyHeads(settings.keyHeads(heads, 32)),
        json.getOr("hidden_act", Activation.SILU, Activations::of),
        settings.epsilon("rms_norm_eps", 1e-6),
        settings.flag("attention_bias", false),
        RotarySettings.read(settings, "rope_theta", 10_000, headSize));
  }
}
