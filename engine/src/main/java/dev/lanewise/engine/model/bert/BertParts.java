package dev.lanewise.engine.model.bert;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.EncoderLayer;
import dev.lanewise.engine.layer.FeedForward;
import dev.lanewise.engine.layer.LayerNorm;
import dev.lanewise.engine.layer.PostNormLayer;
import dev.lanewise.engine.layer.PredictionHead;
import dev.lanewise.engine.layer.SelfAttention;
import dev.lanewise.engine.layer.TokenEmbeddings;
import dev.lanewise.engine.model.ClassificationHead;
import dev.lanewise.engine.model.MaskedTokenTensors;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.json.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The parts of BERT by the names of their tensors, which its descendants kept. */
public final class BertParts {
  private BertParts() {}

  /** Embeddings of words and types and the norm after them; positions are yet to come. */
  public static TokenEmbeddings.Builder embeddings(
      NamedTensors embeddings, BertConfig config, Backend backend) {
    int width = config.shape().embeddingSize();
    return TokenEmbeddings.of(embeddings.scope("word_embeddings"), config.shape())
        .types(embeddings.scope("token_type_embeddings"), config.typeVocabSize())
        .norm(LayerNorm.load(embeddings.scope("LayerNorm"), width, config.layerNormEps(), backend));
  }

  /** The embeddings of words. */
  public static NamedTensors words(NamedTensors root) {
    return root.scope("embeddings").scope("word_embeddings");
  }

  /** A head for classification as RoBERTa has it, which several families took over. */
  public static ClassificationHead classifier(
      NamedTensors tensors, Activation activation, BertConfig config, int labels, Backend backend) {
    NamedTensors classifier = tensors.scope("classifier");
    return ClassificationHead.ofFirstToken(
        classifier.scope("dense"),
        activation,
        classifier.scope("out_proj"),
        config.shape().hiddenSize(),
        labels,
        backend);
  }

  /** The same of the head for masked tokens. */
  public static PredictionHead maskedTokenHead(
      JsonNode json, NamedTensors tensors, NamedTensors root, BertConfig config, Backend backend) {
    NamedTensors head = tensors.scope("lm_head");
    return new MaskedTokenTensors(
            head.scope("dense"), head.scope("layer_norm"), head.scope("decoder"), head, words(root))
        .load(json, config.shape(), Activation.GELU, config.layerNormEps(), backend);
  }

  /** All layers of a model. */
  public static List<EncoderLayer> layers(NamedTensors root, BertConfig config, Backend backend) {
    NamedTensors encoder = root.scope("encoder").scope("layer");
    List<EncoderLayer> layers = new ArrayList<>();
    for (int i = 0; i < config.shape().layers(); i++) {
      layers.add(layer(encoder.scope(String.valueOf(i)), config, backend));
    }
    return layers;
  }

  private static EncoderLayer layer(NamedTensors layer, BertConfig config, Backend backend) {
    NamedTensors attention = layer.scope("attention");
    NamedTensors self = attention.scope("self");
    NamedTensors attentionOutput = attention.scope("output");
    return new PostNormLayer(
        SelfAttention.load(
            self.scope("query"),
            self.scope("key"),
            self.scope("value"),
            attentionOutput.scope("dense"),
            config.shape(),
            backend),
        norm(attentionOutput, config, backend),
        feedForward(layer, config, backend),
        norm(layer.scope("output"), config, backend));
  }

  /** The feed-forward block of a layer. */
  public static FeedForward feedForward(NamedTensors layer, BertConfig config, Backend backend) {
    return FeedForward.load(
        layer.scope("intermediate").scope("dense"),
        layer.scope("output").scope("dense"),
        config.shape(),
        config.hiddenAct(),
        backend);
  }

  /** The norm after a block. */
  public static LayerNorm norm(NamedTensors scope, BertConfig config, Backend backend) {
    return LayerNorm.load(
        scope.scope("LayerNorm"), config.shape().hiddenSize(), config.layerNormEps(), backend);
  }
}
