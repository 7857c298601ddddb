package dev.lanewise.engine.model.roberta;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.PredictionHead;
import dev.lanewise.engine.model.ClassificationHead;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.model.ModelFamily;
import dev.lanewise.engine.model.Settings;
import dev.lanewise.engine.model.bert.BertConfig;
import dev.lanewise.engine.model.bert.BertParts;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.json.JsonNode;
import java.util.List;

/** RoBERTa and its multilingual and French kin: BERT but for where positions begin. */
public final class RobertaFamily implements ModelFamily {
  /** What stands before every name where the checkpoint has a head as well. */
  private static final String PREFIX = "roberta";

  @Override
  public List<String> modelTypes() {
    return List.of("roberta", "camembert", "xlm-roberta");
  }

  @Override
  public boolean isExpectedExtra(String tensorName) {
    String name = tensorName.replaceFirst("^" + PREFIX + "\\.", "");
    return name.startsWith("pooler.")
        || name.startsWith("lm_head.")
        || name.startsWith("classifier.")
        || name.startsWith("qa_outputs.")
        || name.equals("embeddings.position_ids");
  }

  @Override
  public Encoder load(JsonNode json, NamedTensors tensors, Backend backend) {
    BertConfig stored = config(json);
    int padding = new Settings(json).tokenId("pad_token_id", 1);
    int rows = stored.shape().positions();
    if (rows <= padding + 1) {
      throw json.error(
          rows
              + " position embeddings leave none after those up to the padding token's "
              + padding);
    }
    EncoderShape shape = stored.shape().withPositions(rows - padding - 1);
    BertConfig config = stored.withShape(shape);
    NamedTensors root = root(tensors);
    NamedTensors embeddings = root.scope("embeddings");
    return new Encoder(
        shape,
        BertParts.embeddings(embeddings, config, backend)
            .positionsAfter(padding, embeddings.scope("position_embeddings"), rows)
            .build(),
        BertParts.layers(root, config, backend));
  }

  @Override
  public ClassificationHead classificationHead(
      JsonNode json, NamedTensors tensors, int labels, Backend backend) {
    return BertParts.classifier(tensors, Activation.TANH, config(json), labels, backend);
  }

  @Override
  public PredictionHead maskedTokenHead(JsonNode json, NamedTensors tensors, Backend backend) {
    return BertParts.maskedTokenHead(json, tensors, root(tensors), config(json), backend);
  }

  private static BertConfig config(JsonNode json) {
    return BertConfig.read(json, BertConfig.BASE, Activation.GELU);
  }

  private static NamedTensors root(NamedTensors tensors) {
    return tensors.below(PREFIX, "embeddings.word_embeddings.weight");
  }
}
