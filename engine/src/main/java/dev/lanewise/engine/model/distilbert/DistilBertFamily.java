package dev.lanewise.engine.model.distilbert;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.EncoderLayer;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.FeedForward;
import dev.lanewise.engine.layer.LayerNorm;
import dev.lanewise.engine.layer.PostNormLayer;
import dev.lanewise.engine.layer.PredictionHead;
import dev.lanewise.engine.layer.SelfAttention;
import dev.lanewise.engine.layer.TokenEmbeddings;
import dev.lanewise.engine.model.Activations;
import dev.lanewise.engine.model.ClassificationHead;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.model.MaskedTokenTensors;
import dev.lanewise.engine.model.ModelFamily;
import dev.lanewise.engine.model.Settings;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.json.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** DistilBERT: BERT without token types, under names of its own. */
public final class DistilBertFamily implements ModelFamily {
  /** What stands before every name where the checkpoint has a head as well. */
  private static final String PREFIX = "distilbert";

  /** Added to the variance in layer norms; no key says so. */
  private static final float EPSILON = 1e-12f;

  @Override
  public List<String> modelTypes() {
    return List.of("distilbert");
  }

  @Override
  public boolean isExpectedExtra(String tensorName) {
    String name = tensorName.replaceFirst("^" + PREFIX + "\\.", "");
    return name.startsWith("vocab_")
        || name.startsWith("pre_classifier.")
        || name.startsWith("classifier.")
        || name.startsWith("qa_outputs.")
        || name.equals("embeddings.position_ids");
  }

  @Override
  public Encoder load(JsonNode json, NamedTensors tensors, Backend backend) {
    new Settings(json).requireOff("is_decoder");
    EncoderShape shape = shape(json);
    int hiddenSize = shape.hiddenSize();
    Activation activation = activation(json);
    NamedTensors root = root(tensors);
    NamedTensors embeddings = root.scope("embeddings");
    // Sinusoidal positions are stored like learned ones.
    TokenEmbeddings tokenEmbeddings =
        TokenEmbeddings.of(embeddings.scope("word_embeddings"), shape)
            .positions(embeddings.scope("position_embeddings"), shape.positions())
            .norm(LayerNorm.load(embeddings.scope("LayerNorm"), hiddenSize, EPSILON, backend))
            .build();
    List<EncoderLayer> layers = new ArrayList<>();
    for (int i = 0; i < shape.layers(); i++) {
      NamedTensors layer = root.scope("transformer").scope("layer").scope(String.valueOf(i));
      layers.add(layer(layer, shape, activation, backend));
    }
    return new Encoder(shape, tokenEmbeddings, layers);
  }

  @Override
  public ClassificationHead classificationHead(
      JsonNode json, NamedTensors tensors, int labels, Backend backend) {
    return ClassificationHead.ofFirstToken(
        tensors.scope("pre_classifier"),
        Activation.RELU,
        tensors.scope("classifier"),
        shape(json).hiddenSize(),
        labels,
        backend);
  }

  @Override
  public PredictionHead maskedTokenHead(JsonNode json, NamedTensors tensors, Backend backend) {
    NamedTensors decoder = tensors.scope("vocab_projector");
    return new MaskedTokenTensors(
            tensors.scope("vocab_transform"),
            tensors.scope("vocab_layer_norm"),
            decoder,
            decoder,
            root(tensors).scope("embeddings").scope("word_embeddings"))
        .load(json, shape(json), activation(json), EPSILON, backend);
  }

  private static EncoderShape shape(JsonNode json) {
    Settings settings = new Settings(json);
    int hiddenSize = settings.size("dim", 768);
    return new EncoderShape(
        settings.layers("n_layers", 6),
        hiddenSize,
        settings.heads("n_heads", 12, hiddenSize),
        settings.size("hidden_dim", 4 * 768),
        settings.size("max_position_embeddings", 512),
        settings.vocabulary(30522));
  }

  private static Activation activation(JsonNode json) {
    return json.getOr("activation", Activation.GELU, Activations::of);
  }

  private static NamedTensors root(NamedTensors tensors) {
    return tensors.below(PREFIX, "embeddings.word_embeddings.weight");
  }

  private static EncoderLayer layer(
      NamedTensors layer, EncoderShape shape, Activation activation, Backend backend) {
    NamedTensors attention = layer.scope("attention");
    NamedTensors feedForward = layer.scope("ffn");
    int size = shape.hiddenSize();
    return new PostNormLayer(
        SelfAttention.load(
            attention.scope("q_lin"),
            attention.scope("k_lin"),
            attention.scope("v_lin"),
            attention.scope("out_lin"),
            shape,
            backend),
        LayerNorm.load(layer.scope("sa_layer_norm"), size, EPSILON, backend),
        FeedForward.load(
            feedForward.scope("lin1"), feedForward.scope("lin2"), shape, activation, backend),
        LayerNorm.load(layer.scope("output_layer_norm"), size, EPSILON, backend));
  }
}
