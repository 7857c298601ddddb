package dev.lanewise.engine.model.gemma3;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.AttentionWindow;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.RotaryPositions;
import dev.lanewise.engine.model.Activations;
import dev.lanewise.engine.model.RotarySettings;
import dev.lanewise.engine.model.Settings;
import dev.lanewise.json.JsonNode;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The keys of a Gemma 3 text model's {@code config.json}; absent ones have the defaults of the
 * reference implementation.
 *
 * @param shape the sizes
 * @param activation the activation of the gates
 * @param epsilon added to the mean square in norms
 * @param attentionBiased whether attention's layers have biases
 * @param scale what scores are multiplied by
 * @param bidirectional whether tokens see what comes after them
 * @param globalLayers whether each layer looks everywhere
 * @param window where the others look
 * @param globalRotary the positions of layers that look everywhere
 * @param localRotary those of the others
 */
record Gemma3Config(
    EncoderShape shape,
    Activation activation,
    float epsilon,
    boolean attentionBiased,
    float scale,
    boolean bidirectional,
    List<Boolean> globalLayers,
    AttentionWindow window,
    RotaryPositions globalRotary,
    RotaryPositions localRotary) {
  static Gemma3Config read(JsonNode json) {
    Settings settings = new Settings(json);
    settings.requireAbsent("attn_logit_softcapping");
    int layers = settings.layers("num_hidden_layers", 26);
    int heads = settings.size("num_attention_heads", 8);
    int headSize = settings.size("head_dim", 256);
    int every =
        settings.size(settings.either("sliding_window_pattern", "_sliding_window_pattern"), 6);
    boolean bidirectional = settings.flag("use_bidirectional_attention", false);
    int reach = settings.size("sliding_window", 4096);
    return new Gemma3Config(
        new EncoderShape(
                layers,
                settings.size("hidden_size", 2304),
                heads,
                settings.size("intermediate_size", 9216),
                settings.size("max_position_embeddings", 131_072),
                settings.vocabulary(262_208))
            .withHeadSize(headSize)
            .withKeyHeads(settings.keyHeads(heads, 4)),
        json.getOr("hidden_activation", Activation.GELU_TANH, Activations::of),
        settings.epsilon("rms_norm_eps", 1e-6),
        settings.flag("attention_bias", false),
        (float) (1 / Math.sqrt(settings.number("query_pre_attn_scalar", 256, 1e-6, 1e6))),
        bidirectional,
        settings
            .globalLayers(layers)
            .orElseGet(
                () -> IntStream.rangeClosed(1, layers).mapToObj(i -> i % every == 0).toList()),
        // The number counts the token itself where it sees only what is before it.
        bidirectional ? AttentionWindow.local(reach / 2) : new AttentionWindow(reach - 1, 0),
        RotarySettings.read(settings, "full_attention", "rope_theta", 1_000_000, headSize),
        RotarySettings.read(
            settings, "sliding_attention", "rope_local_base_freq", 10_000, headSize));
  }
}
