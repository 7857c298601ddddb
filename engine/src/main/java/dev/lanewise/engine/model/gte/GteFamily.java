package dev.lanewise.engine.model.gte;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.EncoderLayer;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.FeedForward;
import dev.lanewise.engine.layer.LayerNorm;
import dev.lanewise.engine.layer.LinearSlice;
import dev.lanewise.engine.layer.PostNormLayer;
import dev.lanewise.engine.layer.PredictionHead;
import dev.lanewise.engine.layer.SelfAttention;
import dev.lanewise.engine.layer.TokenEmbeddings;
import dev.lanewise.engine.model.ClassificationHead;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.model.MaskedTokenTensors;
import dev.lanewise.engine.model.ModelFamily;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.json.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** GTE 1.5: BERT with rotary positions and gated feed-forward. */
public final class GteFamily implements ModelFamily {
  /**
   * What stands before every name where the checkpoint has a head as well: as published, and as
   * transformers 5 saves it.
   */
  private static final List<String> PREFIXES = List.of("new", "gte");

  @Override
  public List<String> modelTypes() {
    return List.of("new", "gte");
  }

  @Override
  public boolean isExpectedExtra(String tensorName) {
    String name = tensorName.replaceFirst("^(" + String.join("|", PREFIXES) + ")\\.", "");
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
    NamedTensors root = root(tensors);
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

  @Override
  public ClassificationHead classificationHead(
      JsonNode json, NamedTensors tensors, int labels, Backend backend) {
    return ClassificationHead.ofFirstToken(
        root(tensors).scope("pooler").scope("dense"),
        Activation.TANH,
        tensors.scope("classifier"),
        GteConfig.read(json).shape().hiddenSize(),
        labels,
        backend);
  }

  @Override
  public PredictionHead maskedTokenHead(JsonNode json, NamedTensors tensors, Backend backend) {
    GteConfig config = GteConfig.read(json);
    NamedTensors head = tensors.scope("lm_head");
    NamedTensors decoder = head.scope("decoder");
    return new MaskedTokenTensors(
            head.scope("dense"),
            head.scope("norm"),
            decoder,
            decoder,
            root(tensors).scope("embeddings").scope("word_embeddings"))
        .load(json, config.shape(), config.activation(), config.epsilon(), backend);
  }

  private static NamedTensors root(NamedTensors tensors) {
    NamedTensors root = tensors;
    for (String prefix : PREFIXES) {
      root = root.below(prefix, "embeddings.word_embeddings.weight");
    }
    return root;
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
