package dev.lanewise.engine.model.bert;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.model.Activations;
import dev.lanewise.engine.model.Settings;
import dev.lanewise.json.JsonNode;

/**
 * The keys of a {@code config.json} that matter to an encoder, by the names that BERT and many of
 * its descendants give them; absent ones have the defaults of the reference implementation.
 *
 * @param shape the sizes
 * @param typeVocabSize token types
 * @param hiddenAct the activation inside the feed-forward block
 * @param layerNormEps added to the variance in layer norms
 */
public record BertConfig(
    EncoderShape shape, int typeVocabSize, Activation hiddenAct, float layerNormEps) {
  /** BERT's sizes where a configuration doesn't say otherwise. */
  public static final EncoderShape BASE = new EncoderShape(12, 768, 12, 3072, 512, 30522);

  /**
   * Reads a configuration.
   *
   * @param defaults the family's sizes where the configuration doesn't say otherwise
   * @throws dev.lanewise.json.JsonException if it asks for what isn't supported
   */
  public static BertConfig read(JsonNode json, EncoderShape defaults, Activation defaultAct) {
    Settings settings = new Settings(json);
    settings.requireOneOf("position_embedding_type", "absolute");
    settings.requireOff("is_decoder");
    int hiddenSize = settings.size("hidden_size", defaults.hiddenSize());
    EncoderShape shape =
        new EncoderShape(
            settings.layers("num_hidden_layers", defaults.layers()),
            hiddenSize,
            settings.heads("num_attention_heads", defaults.heads(), hiddenSize),
            settings.size("intermediate_size", defaults.intermediateSize()),
            settings.size("max_position_embeddings", defaults.positions()),
            settings.vocabulary(defaults.vocabularySize()));
    return new BertConfig(
        shape,
        settings.size("type_vocab_size", 2),
        json.getOr("hidden_act", defaultAct, Activations::of),
        settings.epsilon("layer_norm_eps", 1e-12));
  }

  /** The same with another shape. */
  public BertConfig withShape(EncoderShape other) {
    return new BertConfig(other, typeVocabSize, hiddenAct, layerNormEps);
  }
}
