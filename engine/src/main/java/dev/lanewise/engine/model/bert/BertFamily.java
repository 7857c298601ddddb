package dev.lanewise.engine.model.bert;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.EncoderLayer;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.PredictionHead;
import dev.lanewise.engine.model.ClassificationHead;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.model.MaskedTokenTensors;
import dev.lanewise.engine.model.ModelFamily;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.json.JsonNode;
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
    BertConfig config = config(json);
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
    return ClassificationHead.ofFirstToken(
        root(tensors).scope("pooler").scope("dense"),
        Activation.TANH,
        tensors.scope("classifier"),
        config(json).shape().hiddenSize(),
        labels,
        backend);
  }

  @Override
  public PredictionHead maskedTokenHead(JsonNode json, NamedTensors tensors, Backend backend) {
    BertConfig config = config(json);
    NamedTensors head = tensors.scope("cls").scope("predictions");
    NamedTensors transform = head.scope("transform");
    return new MaskedTokenTensors(
            transform.scope("dense"),
            transform.scope("LayerNorm"),
            head.scope("decoder"),
            head,
            BertParts.words(root(tensors)))
        .load(json, config.shape(), config.hiddenAct(), config.layerNormEps(), backend);
  }

  private static BertConfig config(JsonNode json) {
    return BertConfig.read(json, BertConfig.BASE, Activation.GELU);
  }

  private static NamedTensors root(NamedTensors tensors) {
    return tensors.below(PREFIX, "embeddings.word_embeddings.weight");
  }
}
