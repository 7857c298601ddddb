package dev.lanewise.engine.model.gte;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.RotaryPositions;
import dev.lanewise.engine.model.Activations;
import dev.lanewise.engine.model.RotarySettings;
import dev.lanewise.engine.model.Settings;
import dev.lanewise.json.JsonNode;
import java.util.Optional;

/**
 * The keys of a GTE {@code config.json}, in the form of the code that checkpoints were published
 * with ({@code new}) or of transformers 5 ({@code gte}).
 *
 * @param shape the sizes
 * @param types token types; some models have none
 * @param activation the activation of the gates
 * @param epsilon added to the variance in layer norms
 * @param rotary the positions
 */
record GteConfig(
    EncoderShape shape, int types, Activation activation, float epsilon, RotaryPositions rotary) {
  static GteConfig read(JsonNode json) {
    Settings settings = new Settings(json);
    // How inputs are laid out (pack_qkv, unpad_inputs, ...) changes nothing.
    settings.requireOff("logn_attention_scale", "logn_attention_clip1");
    settings.requireOneOf("layer_norm_type", "layer_norm");
    settings.requireOneOf("position_embedding_type", "rope");
    int hiddenSize = settings.size("hidden_size", 768);
    int heads = settings.size("num_attention_heads", 12);
    boolean published = json.get("model_type").string().equals("new");
    return new GteConfig(
        new EncoderShape(
            settings.layers("num_hidden_layers", 12),
            hiddenSize,
            heads,
            settings.size("intermediate_size", 3072),
            settings.size("max_position_embeddings", published ? 2048 : 8192),
            settings.vocabulary(published ? 30528 : 250048)),
        settings.count("type_vocab_size", 1),
        json.getOr("hidden_act", Activation.GELU, Activations::of),
        settings.epsilon("layer_norm_eps", 1e-12),
        rotary(settings, published ? 10_000 : 160_000, settings.headSize(hiddenSize, heads)));
  }

  private static RotaryPositions rotary(Settings settings, double base, int headSize) {
    Optional<JsonNode> scaling =
        settings
            .json()
            .find("rope_scaling")
            .filter(node -> RotarySettings.type(node).equals("ntk"));
    if (scaling.isEmpty()) {
      return RotarySettings.read(settings, "rope_theta", base, headSize);
    }
    Settings ntk = new Settings(scaling.get());
    ntk.requireAbsent("mixed_b");
    if (headSize % 2 != 0) {
      throw settings.json().error("rotary positions need an even head size, found " + headSize);
    }
    scaling.get().get("factor");
    return RotaryPositions.ntkScaled(
        RotarySettings.base(settings, "rope_theta", base),
        ntk.number("factor", 1, 1, 1e6),
        headSize);
  }
}
