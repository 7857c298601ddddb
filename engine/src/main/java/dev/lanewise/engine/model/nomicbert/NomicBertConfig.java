package dev.lanewise.engine.model.nomicbert;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.RotaryPositions;
import dev.lanewise.engine.model.Activations;
import dev.lanewise.engine.model.RotarySettings;
import dev.lanewise.engine.model.Settings;
import dev.lanewise.json.JsonNode;

/**
 * The keys of a NomicBERT {@code config.json}: those of the code that checkpoints were published
 * with ({@code n_embd}), or of transformers 5 ({@code hidden_size}); where both are there they say
 * the same.
 *
 * @param shape the sizes
 * @param types token types
 * @param activation the activation of the gates
 * @param epsilon added to the variance in layer norms
 * @param attentionBiased whether attention's layers have biases
 * @param upBiased whether those into the feed-forward block have
 * @param downBiased whether that out of it has
 * @param rotary the positions
 */
record NomicBertConfig(
    EncoderShape shape,
    int types,
    Activation activation,
    float epsilon,
    boolean attentionBiased,
    boolean upBiased,
    boolean downBiased,
    RotaryPositions rotary) {
  static NomicBertConfig read(JsonNode json) {
    Settings settings = new Settings(json);
    settings.requireOff(
        "prenorm", "parallel_block", "causal", "use_rms_norm", "rotary_emb_interleaved");
    settings.requireAbsent("rotary_scaling_factor", "rotary_emb_scale_base");
    settings.number("rotary_emb_fraction", 1, 1, 1);
    if (settings.count("num_experts", 0) > 0) {
      throw json.get("num_experts").error("a mixture of experts is not supported");
    }
    int hiddenSize = settings.size(settings.either("hidden_size", "n_embd"), 768);
    int heads = settings.size(settings.either("num_attention_heads", "n_head"), 12);
    int headSize = settings.size("head_dim", settings.headSize(hiddenSize, heads));
    EncoderShape shape =
        new EncoderShape(
                settings.layers(settings.either("num_hidden_layers", "n_layer"), 12),
                hiddenSize,
                heads,
                settings.size(settings.either("intermediate_size", "n_inner"), 3072),
                // Of the two the smaller one is how long texts were in training.
                Math.max(
                    settings.size("n_positions", 1),
                    settings.size("max_position_embeddings", 2048)),
                settings.vocabulary(30528))
            .withHeadSize(headSize);
    return new NomicBertConfig(
        shape,
        settings.count("type_vocab_size", 2),
        activation(json),
        settings.epsilon(settings.either("layer_norm_eps", "layer_norm_epsilon"), 1e-12),
        settings.flag("qkv_proj_bias", false),
        settings.flag("mlp_fc1_bias", false),
        settings.flag("mlp_fc2_bias", false),
        RotarySettings.read(settings, "rotary_emb_base", 1000, headSize));
  }

  private static Activation activation(JsonNode json) {
    return json.find("activation_function")
        .map(
            name ->
                switch (name.string()) {
                  case "swiglu" -> Activation.SILU;
                  case "geglu" -> Activation.GELU;
                  default -> throw name.error("unsupported activation " + name);
                })
        .orElseGet(() -> json.getOr("hidden_act", Activation.SILU, Activations::of));
  }
}
