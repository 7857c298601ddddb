package dev.lanewise.engine.model.bert;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.EncoderLayer;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.LayerNorm;
import dev.lanewise.engine.layer.Linear;
import dev.lanewise.engine.layer.PredictionHead;
import dev.lanewise.engine.layer.VocabularyProjection;
import dev.lanewise.engine.model.ClassificationHead;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.model.ModelFamily;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.json.JsonNode;
import java.util.List;
import java.util.Optional;

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
    BertConfig config = BertConfig.read(json, BertConfig.BASE, Activation.GELU);
    EncoderShape shape = config.shape();
    NamedTensors root = root(tensors);
    List<EncoderLayer> layers = BertParts.layers(root, config, backend);
    NamedTensors embeddings = root.scope("embeddings");
    return new Encoder(
        shape,
        BertParts.embeddings(embeddings, config, backend)
            .positions(embeddings.scope("position_embeddings"), shape.positions())
            .build(),
        layers);
  }

  @Override
  public ClassificationHead classificationHead(
      JsonNode json, NamedTensors tensors, int labels, Backend backend) {
    tensors.require("classifier.weight", "head for classification");
    int size = BertConfig.read(json, BertConfig.BASE, Activation.GELU).shape().hiddenSize();
    NamedTensors pooler = root(tensors).scope("pooler").scope("dense");
    return ClassificationHead.ofFirstToken(
        new PredictionHead(
            Linear.load(pooler, size, size, Activation.TANH, backend),
            Optional.empty(),
            Linear.load(tensors.scope("classifier"), labels, size, Activation.IDENTITY, backend)));
  }

  @Override
  public PredictionHead maskedTokenHead(JsonNode json, NamedTensors tensors, Backend backend) {
    NamedTensors head = tensors.scope("cls").scope("predictions");
    head.require("transform.dense.weight", "head for masked token prediction");
    BertConfig config = BertConfig.read(json, BertConfig.BASE, Activation.GELU);
    int size = config.shape().hiddenSize();
    NamedTensors transform = head.scope("transform");
    return new PredictionHead(
        Linear.load(transform.scope("dense"), size, size, config.hiddenAct(), backend),
        Optional.of(
            LayerNorm.load(transform.scope("LayerNorm"), size, config.layerNormEps(), backend)),
        VocabularyProjection.load(
            head,
            root(tensors).scope("embeddings").scope("word_embeddings"),
            config.shape().vocabularySize(),
            size,
            backend));
  }

  private static NamedTensors root(NamedTensors tensors) {
    return tensors.below(PREFIX, "embeddings.word_embeddings.weight");
  }
}
