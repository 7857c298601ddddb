package dev.lanewise.engine.model.electra;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.Linear;
import dev.lanewise.engine.layer.PredictionHead;
import dev.lanewise.engine.layer.TokenEmbeddings;
import dev.lanewise.engine.model.ClassificationHead;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.model.MaskedTokenTensors;
import dev.lanewise.engine.model.ModelFamily;
import dev.lanewise.engine.model.Settings;
import dev.lanewise.engine.model.bert.BertConfig;
import dev.lanewise.engine.model.bert.BertParts;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.json.JsonNode;
import java.util.List;

/** ELECTRA: BERT with embeddings of a size of their own. */
public final class ElectraFamily implements ModelFamily {
  /** What stands before every name where the checkpoint has a head as well. */
  private static final String PREFIX = "electra";

  private static final EncoderShape SMALL =
      new EncoderShape(12, 256, 4, 1024, 512, 30522).withEmbeddingSize(128);

  @Override
  public List<String> modelTypes() {
    return List.of("electra");
  }

  @Override
  public boolean isExpectedExtra(String tensorName) {
    String name = tensorName.replaceFirst("^" + PREFIX + "\\.", "");
    return name.startsWith("discriminator_predictions.")
        || name.startsWith("generator_predictions.")
        || name.startsWith("generator_lm_head.")
        || name.startsWith("classifier.")
        || name.startsWith("qa_outputs.")
        || name.equals("embeddings.position_ids");
  }

  @Override
  public Encoder load(JsonNode json, NamedTensors tensors, Backend backend) {
    BertConfig config = config(json);
    EncoderShape shape = config.shape();
    int width = shape.embeddingSize();
    NamedTensors root = root(tensors);
    NamedTensors embeddings = root.scope("embeddings");
    TokenEmbeddings.Builder builder =
        BertParts.embeddings(embeddings, config, backend)
            .positions(embeddings.scope("position_embeddings"), shape.positions());
    if (width != shape.hiddenSize()) {
      NamedTensors projection = root.scope("embeddings_project");
      builder.projection(
          Linear.load(projection, shape.hiddenSize(), width, Activation.IDENTITY, backend));
    }
    return new Encoder(shape, builder.build(), BertParts.layers(root, config, backend));
  }

  @Override
  public ClassificationHead classificationHead(
      JsonNode json, NamedTensors tensors, int labels, Backend backend) {
    return BertParts.classifier(tensors, Activation.GELU, config(json), labels, backend);
  }

  /** The generator's; a discriminator tells replaced tokens only. */
  @Override
  public PredictionHead maskedTokenHead(JsonNode json, NamedTensors tensors, Backend backend) {
    BertConfig config = config(json);
    NamedTensors predictions = tensors.scope("generator_predictions");
    NamedTensors decoder = tensors.scope("generator_lm_head");
    return new MaskedTokenTensors(
            predictions.scope("dense"),
            predictions.scope("LayerNorm"),
            decoder,
            decoder,
            BertParts.words(root(tensors)))
        .load(json, config.shape(), Activation.GELU, config.layerNormEps(), backend);
  }

  private static BertConfig config(JsonNode json) {
    BertConfig read = BertConfig.read(json, SMALL, Activation.GELU);
    int width = new Settings(json).size("embedding_size", SMALL.embeddingSize());
    return read.withShape(read.shape().withEmbeddingSize(width));
  }

  private static NamedTensors root(NamedTensors tensors) {
    return tensors.below(PREFIX, "embeddings.word_embeddings.weight");
  }
}
