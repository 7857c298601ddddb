package dev.lanewise.engine.model.gte;

import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.EncoderLayer;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.FeedForward;
import dev.lanewise.engine.layer.LayerNorm;
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

/** GTE 1.5: BERT with rotary positions and gated feed-forward. */
public final class GteFamily implements ModelFamily {
  /** What stands before every name where the checkpoint has a head as well. */
  private static final String PREFIX = "new";

  @Override
  public List<String> modelTypes() {
    return List.of("new", "gte");
  }

  @Override
  public boolean isExpectedExtra(String tensorName) {
    String name = tensorName.replaceFirst("^" + PREFIX + "\\.", "");
    return name.startsWith("pooler.")
        || name.startsWith("lm_head.")
        || name.startsWith("classifier.")
        || name.startsWith("embeddings.rotary_emb.")
        || name.equals("embeddings.position_ids");
  }

  @Override
  public Encoder load(JsonNode json, NamedTensors tensors, Backend backend) {
    GteConfig config = GteConfig.read(json);
    EncoderShape shape = config.shape();
    boolean prefixed = tensors.has(PREFIX + ".embeddings.word_embeddings.weight");
    NamedTensors root = prefixed ? tensors.scope(PREFIX) : tensors;
    NamedTensors embeddings = root.scope("embeddings");
    TokenEmbeddings.Builder builder =
        TokenEmbeddings.of(embeddings.scope("word_embeddings"), shape)
            .norm(norm(embeddings.scope("LayerNorm"), config, backend));
    if (config.types() > 0) {
      builder.types(embeddings.scope("token_type_embeddings"), config.types());
    }
    List<EncoderLayer> layers = new ArrayList<>();
    for (int i = 0; i < shape.layers(); i++) {
      NamedTensors layer = root.scope("encoder").scope("layer").scope(String.valueOf(i));
      layers.add(layer(layer, config, backend));
    }
    return new Encoder(shape, builder.build(), layers);
  }

  private static EncoderLayer layer(NamedTensors layer, GteConfig config, Backend backend) {
    EncoderShape shape = config.shape();
    int hidden = shape.hiddenSize();
    int intermediate = shape.intermediateSize();
    NamedTensors attention = layer.scope("attention");
    NamedTensors mlp = layer.scope("mlp");
    LinearSlice fused = LinearSlice.whole(mlp.scope("up_gate_proj"), 2 * intermediate, false);
    return new PostNormLayer(
        SelfAttention.ofFused(
                LinearSlice.whole(attention.scope("qkv_proj"), 3 * hidden, true),
                LinearSlice.whole(attention.scope("o_proj"), hidden, true),
                shape,
                backend)
            .withRotary(config.rotary()),
        norm(layer.scope("attn_ln"), config, backend),
        FeedForward.loadGated(
            fused.part(intermediate, intermediate),
            fused.part(0, intermediate),
            LinearSlice.whole(mlp.scope("down_proj"), hidden, true),
            shape,
            config.activation(),
            backend),
        norm(layer.scope("mlp_ln"), config, backend));
  }

  private static LayerNorm norm(NamedTensors scope, GteConfig config, Backend backend) {
    return LayerNorm.load(scope, config.shape().hiddenSize(), config.epsilon(), backend);
  }
}
