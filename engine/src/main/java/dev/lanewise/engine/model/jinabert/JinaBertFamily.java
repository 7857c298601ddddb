package dev.lanewise.engine.model.jinabert;

import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.EncoderLayer;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.FeedForward;
import dev.lanewise.engine.layer.LayerNorm;
import dev.lanewise.engine.layer.LinearBias;
import dev.lanewise.engine.layer.LinearSlice;
import dev.lanewise.engine.layer.PostNormLayer;
import dev.lanewise.engine.layer.SelfAttention;
import dev.lanewise.engine.layer.TokenEmbeddings;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.model.ModelFamily;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.json.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * JinaBERT 2: BERT with a bias that falls with the distance in place of position embeddings, and
 * gated feed-forward. Its configuration calls itself {@code bert}.
 */
public final class JinaBertFamily implements ModelFamily {
  /** What stands before every name where the checkpoint has a head as well. */
  private static final String PREFIX = "bert";

  @Override
  public List<String> modelTypes() {
    return List.of("bert");
  }

  @Override
  public boolean describes(JsonNode config) {
    return ModelFamily.super.describes(config)
        && config
            .find("position_embedding_type")
            .filter(JsonNode::isString)
            .map(type -> type.string().equals("alibi"))
            .orElse(false);
  }

  @Override
  public boolean isExpectedExtra(String tensorName) {
    String name = tensorName.replaceFirst("^" + PREFIX + "\\.", "");
    return name.startsWith("pooler.")
        || name.startsWith("cls.")
        || name.startsWith("classifier.")
        || name.equals("embeddings.position_ids");
  }

  @Override
  public Encoder load(JsonNode json, NamedTensors tensors, Backend backend) {
    JinaBertConfig config = JinaBertConfig.read(json);
    EncoderShape shape = config.shape();
    boolean prefixed = tensors.has(PREFIX + ".embeddings.word_embeddings.weight");
    NamedTensors root = prefixed ? tensors.scope(PREFIX) : tensors;
    NamedTensors embeddings = root.scope("embeddings");
    List<EncoderLayer> layers = new ArrayList<>();
    for (int i = 0; i < shape.layers(); i++) {
      NamedTensors layer = root.scope("encoder").scope("layer").scope(String.valueOf(i));
      layers.add(layer(layer, config, backend));
    }
    return new Encoder(
        shape,
        TokenEmbeddings.of(embeddings.scope("word_embeddings"), shape)
            .types(embeddings.scope("token_type_embeddings"), config.types())
            .norm(norm(embeddings.scope("LayerNorm"), config, backend))
            .build(),
        layers);
  }

  private static EncoderLayer layer(NamedTensors layer, JinaBertConfig config, Backend backend) {
    EncoderShape shape = config.shape();
    NamedTensors self = layer.scope("attention").scope("self");
    NamedTensors attentionOutput = layer.scope("attention").scope("output");
    NamedTensors mlp = layer.scope("mlp");
    int size = shape.intermediateSize();
    LinearSlice fused = LinearSlice.whole(mlp.scope("gated_layers"), 2 * size, false);
    return new PostNormLayer(
        SelfAttention.load(
                self.scope("query"),
                self.scope("key"),
                self.scope("value"),
                attentionOutput.scope("dense"),
                shape,
                backend)
            .withBias(LinearBias.of(shape.heads())),
        norm(attentionOutput.scope("LayerNorm"), config, backend),
        FeedForward.loadGated(
            fused.part(0, size),
            fused.part(size, size),
            LinearSlice.whole(mlp.scope("wo"), shape.hiddenSize(), true),
            shape,
            config.activation(),
            backend),
        norm(mlp.scope("layernorm"), config, backend));
  }

  private static LayerNorm norm(NamedTensors scope, JinaBertConfig config, Backend backend) {
    return LayerNorm.load(scope, config.shape().hiddenSize(), config.epsilon(), backend);
  }
}
