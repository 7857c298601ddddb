package dev.lanewise.engine.model.bert;

import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.EncoderLayer;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.FeedForward;
import dev.lanewise.engine.layer.LayerNorm;
import dev.lanewise.engine.layer.PostNormLayer;
import dev.lanewise.engine.layer.SelfAttention;
import dev.lanewise.engine.layer.TokenEmbeddings;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.model.ModelFamily;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.json.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** BERT: learned positions, token types, post-norm layers. */
public final class BertFamily implements ModelFamily {
  /** What stands before every name where the checkpoint has a head as well. */
  private static final String PREFIX = "bert";

  @Override
  public List<String> modelTypes() {
    return List.of("bert");
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
    BertConfig config = BertConfig.read(json);
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
            .types(embeddings.scope("token_type_embeddings"), config.typeVocabSize())
            .positions(embeddings.scope("position_embeddings"), shape.positions())
            .norm(norm(embeddings, config, backend))
            .build(),
        layers);
  }

  private static EncoderLayer layer(NamedTensors layer, BertConfig config, Backend backend) {
    NamedTensors attention = layer.scope("attention");
    NamedTensors self = attention.scope("self");
    NamedTensors attentionOutput = attention.scope("output");
    NamedTensors output = layer.scope("output");
    return new PostNormLayer(
        SelfAttention.load(
            self.scope("query"),
            self.scope("key"),
            self.scope("value"),
            attentionOutput.scope("dense"),
            config.shape(),
            backend),
        norm(attentionOutput, config, backend),
        FeedForward.load(
            layer.scope("intermediate").scope("dense"),
            output.scope("dense"),
            config.shape(),
            config.hiddenAct(),
            backend),
        norm(output, config, backend));
  }

  private static LayerNorm norm(NamedTensors scope, BertConfig config, Backend backend) {
    return LayerNorm.load(
        scope.scope("LayerNorm"), config.shape().hiddenSize(), config.layerNormEps(), backend);
  }
}
