package dev.lanewise.engine.model.jinabert;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.model.Settings;
import dev.lanewise.json.JsonNode;

/**
 * The keys of a JinaBERT {@code config.json}.
 *
 * @param shape the sizes
 * @param types token types
 * @param activation the activation of the gates
 * @param epsilon added to the variance in layer norms
 */
record JinaBertConfig(EncoderShape shape, int types, Activation activation, float epsilon) {
  static JinaBertConfig read(JsonNode json) {
    Settings settings = new Settings(json);
    settings.requireOff("is_decoder");
    // A later variant under the same model type and with other tensors.
    json.find("auto_map")
        .flatMap(map -> map.find("AutoModel"))
        .filter(code -> code.string().contains("qk-post-norm"))
        .ifPresent(
            code -> {
              throw code.error("unsupported variant of JinaBERT: " + code);
            });
    settings.number("alibi_scaling", 1, 1, 1);
    int hiddenSize = settings.size("hidden_size", 768);
    int heads = settings.size("num_attention_heads", 12);
    settings.headSize(hiddenSize, heads);
    return new JinaBertConfig(
        new EncoderShape(
            settings.layers("num_hidden_layers", 12),
            hiddenSize,
            heads,
            settings.size("intermediate_size", 3072),
            settings.size("max_position_embeddings", 512),
            settings.vocabulary(30522)),
        settings.size("type_vocab_size", 2),
        activation(json.get("feed_forward_type")),
        settings.epsilon("layer_norm_eps", 1e-12));
  }

  private static Activation activation(JsonNode type) {
    return switch (type.string()) {
      case "geglu" -> Activation.GELU;
      case "reglu" -> Activation.RELU;
      default -> throw type.error("unsupported kind of feed-forward " + type);
    };
  }
}
