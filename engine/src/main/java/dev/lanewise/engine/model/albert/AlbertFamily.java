package dev.lanewise.engine.model.albert;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.EncoderLayer;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.FeedForward;
import dev.lanewise.engine.layer.LayerNorm;
import dev.lanewise.engine.layer.Linear;
import dev.lanewise.engine.layer.PostNormLayer;
import dev.lanewise.engine.layer.PredictionHead;
import dev.lanewise.engine.layer.SelfAttention;
import dev.lanewise.engine.model.ClassificationHead;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.model.MaskedTokenTensors;
import dev.lanewise.engine.model.ModelFamily;
import dev.lanewise.engine.model.Settings;
import dev.lanewise.engine.model.bert.BertConfig;
import dev.lanewise.engine.model.bert.BertParts;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.json.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * ALBERT: embeddings of a size of their own, and groups of layers that share their weights. A
 * shared layer is loaded once and stands several times among the encoder's layers.
 */
public final class AlbertFamily implements ModelFamily {
  /** What stands before every name where the checkpoint has a head as well. */
  private static final String PREFIX = "albert";

  private static final EncoderShape XXLARGE =
      new EncoderShape(12, 4096, 64, 16384, 512, 30000).withEmbeddingSize(128);

  @Override
  public List<String> modelTypes() {
    return List.of("albert");
  }

  @Override
  public boolean isExpectedExtra(String tensorName) {
    String name = tensorName.replaceFirst("^" + PREFIX + "\\.", "");
    return name.startsWith("pooler.")
        || name.startsWith("predictions.")
        || name.startsWith("sop_classifier.")
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
    NamedTensors encoder = root.scope("encoder");
    NamedTensors projection = encoder.scope("embedding_hidden_mapping_in");
    return new Encoder(
        shape,
        BertParts.embeddings(embeddings, config, backend)
            .positions(embeddings.scope("position_embeddings"), shape.positions())
            .projection(
                Linear.load(projection, shape.hiddenSize(), width, Activation.IDENTITY, backend))
            .build(),
        layers(json, encoder.scope("albert_layer_groups"), config, backend));
  }

  @Override
  public ClassificationHead classificationHead(
      JsonNode json, NamedTensors tensors, int labels, Backend backend) {
    return ClassificationHead.ofFirstToken(
        root(tensors).scope("pooler"),
        Activation.TANH,
        tensors.scope("classifier"),
        config(json).shape().hiddenSize(),
        labels,
        backend);
  }

  @Override
  public PredictionHead maskedTokenHead(JsonNode json, NamedTensors tensors, Backend backend) {
    BertConfig config = config(json);
    NamedTensors head = tensors.scope("predictions");
    return new MaskedTokenTensors(
            head.scope("dense"),
            head.scope("LayerNorm"),
            head.scope("decoder"),
            head,
            BertParts.words(root(tensors)))
        .load(json, config.shape(), config.hiddenAct(), config.layerNormEps(), backend);
  }

  private static BertConfig config(JsonNode json) {
    BertConfig read = BertConfig.read(json, XXLARGE, Activation.GELU_TANH);
    int width = new Settings(json).size("embedding_size", XXLARGE.embeddingSize());
    return read.withShape(read.shape().withEmbeddingSize(width));
  }

  private static NamedTensors root(NamedTensors tensors) {
    return tensors.below(PREFIX, "embeddings.word_embeddings.weight");
  }

  /** The layers in the order in which they are used; the same object wherever one is shared. */
  private static List<EncoderLayer> layers(
      JsonNode json, NamedTensors scope, BertConfig config, Backend backend) {
    Settings settings = new Settings(json);
    int uses = config.shape().layers();
    int groupCount = settings.layers("num_hidden_groups", 1);
    int groupSize = settings.layers("inner_group_num", 1);
    if (groupCount > uses) {
      throw json.error(groupCount + " groups of layers for " + uses + " layers");
    }
    List<List<EncoderLayer>> groups = new ArrayList<>();
    for (int group = 0; group < groupCount; group++) {
      NamedTensors layers = scope.scope(String.valueOf(group)).scope("albert_layers");
      List<EncoderLayer> members = new ArrayList<>();
      for (int i = 0; i < groupSize; i++) {
        members.add(layer(layers.scope(String.valueOf(i)), config, backend));
      }
      groups.add(members);
    }
    List<EncoderLayer> all = new ArrayList<>();
    for (int i = 0; i < uses; i++) {
      // The quotient is rounded before it divides, as in the reference implementation.
      all.addAll(groups.get((int) (i / ((double) uses / groupCount))));
    }
    return all;
  }

  private static EncoderLayer layer(NamedTensors layer, BertConfig config, Backend backend) {
    NamedTensors attention = layer.scope("attention");
    NamedTensors norm = layer.scope("full_layer_layer_norm");
    return new PostNormLayer(
        SelfAttention.load(
            attention.scope("query"),
            attention.scope("key"),
            attention.scope("value"),
            attention.scope("dense"),
            config.shape(),
            backend),
        BertParts.norm(attention, config, backend),
        FeedForward.load(
            layer.scope("ffn"),
            layer.scope("ffn_output"),
            config.shape(),
            config.hiddenAct(),
            backend),
        LayerNorm.load(norm, config.shape().hiddenSize(), config.layerNormEps(), backend));
  }
}
