package dev.lanewise.engine.model.bert;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.model.Activations;
import dev.lanewise.json.JsonNode;

/**
 * The keys of a BERT {@code config.json} that matter to an encoder; absent ones have the defaults
 * of the reference implementation.
 *
 * @param shape the sizes
 * @param typeVocabSize token types
 * @param hiddenAct the activation inside the feed-forward block
 * @param layerNormEps added to the variance in layer norms
 */
record BertConfig(EncoderShape shape, int typeVocabSize, Activation hiddenAct, float layerNormEps) {
  /** Far beyond any model; keeps products of sizes from overflowing. */
  private static final int MAX_SIZE = 1 << 20;

  private static final int MAX_VOCABULARY = 1 << 26;

  static BertConfig read(JsonNode json) {
    int hiddenSize = size(json, "hidden_size", 768, MAX_SIZE);
    int heads = size(json, "num_attention_heads", 12, MAX_SIZE);
    if (hiddenSize % heads != 0) {
      throw json.error(heads + " heads don't divide the hidden size " + hiddenSize);
    }
    json.find("position_embedding_type")
        .filter(type -> !type.string().equals("absolute"))
        .ifPresent(
            type -> {
              throw type.error("unsupported position embedding type " + type);
            });
    json.find("is_decoder")
        .filter(JsonNode::bool)
        .ifPresent(
            decoder -> {
              throw decoder.error("a decoder is not supported");
            });
    EncoderShape shape =
        new EncoderShape(
            size(json, "num_hidden_layers", 12, 10_000),
            hiddenSize,
            heads,
            size(json, "intermediate_size", 3072, MAX_SIZE),
            size(json, "max_position_embeddings", 512, MAX_SIZE),
            size(json, "vocab_size", 30522, MAX_VOCABULARY));
    return new BertConfig(
        shape,
        size(json, "type_vocab_size", 2, MAX_SIZE),
        json.getOr("hidden_act", Activation.GELU, Activations::of),
        (float) positive(json, "layer_norm_eps", 1e-12));
  }

  private static int size(JsonNode json, String key, int fallback, int max) {
    return json.getOr(key, fallback, node -> node.integer(1, max));
  }

  private static double positive(JsonNode json, String key, double fallback) {
    return json.getOr(
        key,
        fallback,
        node -> {
          if (!(node.number() >= 0 && node.number() < 1)) {
            throw node.error("must be from 0 to 1, found " + node);
          }
          return node.number();
        });
  }
}
