package dev.lanewise.engine.model.mpnet;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.BucketedBias;
import dev.lanewise.engine.layer.EncoderLayer;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.LayerNorm;
import dev.lanewise.engine.layer.PostNormLayer;
import dev.lanewise.engine.layer.PredictionHead;
import dev.lanewise.engine.layer.ScoreBias;
import dev.lanewise.engine.layer.SelfAttention;
import dev.lanewise.engine.layer.TokenEmbeddings;
import dev.lanewise.engine.model.ClassificationHead;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.model.ModelFamily;
import dev.lanewise.engine.model.bert.BertConfig;
import dev.lanewise.engine.model.bert.BertParts;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.json.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * MPNet: positions begin as RoBERTa's do, there are no token types, and all layers add the same
 * learned bias of relative positions to their scores.
 */
public final class MpnetFamily implements ModelFamily {
  /** What stands before every name where the checkpoint has a head as well. */
  private static final String PREFIX = "mpnet";

  /** Fixed in the reference implementation, whatever {@code pad_token_id} says. */
  private static final int PADDING = 1;

  /** The reference implementation has no other number either. */
  private static final int BUCKETS = 32;

  private static final int MAX_DISTANCE = 128;

  private static final EncoderShape BASE = new EncoderShape(12, 768, 12, 3072, 512, 30527);

  @Override
  public List<String> modelTypes() {
    return List.of("mpnet");
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
    json.find("relative_attention_num_buckets")
        .filter(buckets -> buckets.number() != BUCKETS)
        .ifPresent(
            buckets -> {
              throw buckets.error("unsupported number of buckets " + buckets);
            });
    int rows = stored.shape().positions();
    if (rows <= PADDING + 1) {
      throw json.error(rows + " position embeddings leave none for tokens");
    }
    EncoderShape shape = stored.shape().withPositions(rows - PADDING - 1);
    BertConfig config = stored.withShape(shape);
    NamedTensors root = root(tensors);
    NamedTensors embeddings = root.scope("embeddings");
    NamedTensors encoder = root.scope("encoder");
    ScoreBias bias =
        BucketedBias.load(
            encoder.scope("relative_attention_bias"), BUCKETS, MAX_DISTANCE, shape.heads());
    List<EncoderLayer> layers = new ArrayList<>();
    for (int i = 0; i < shape.layers(); i++) {
      layers.add(layer(encoder.scope("layer").scope(String.valueOf(i)), config, bias, backend));
    }
    LayerNorm norm = BertParts.norm(embeddings, config, backend);
    return new Encoder(
        shape,
        TokenEmbeddings.of(embeddings.scope("word_embeddings"), shape)
            .positionsAfter(PADDING, embeddings.scope("position_embeddings"), rows)
            .norm(norm)
            .build(),
        layers);
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
    return BertConfig.read(json, BASE, Activation.GELU);
  }

  private static NamedTensors root(NamedTensors tensors) {
    return tensors.below(PREFIX, "embeddings.word_embeddings.weight");
  }

  private static EncoderLayer layer(
      NamedTensors layer, BertConfig config, ScoreBias bias, Backend backend) {
    NamedTensors attention = layer.scope("attention");
    NamedTensors self = attention.scope("attn");
    return new PostNormLayer(
        SelfAttention.load(
                self.scope("q"),
                self.scope("k"),
                self.scope("v"),
                self.scope("o"),
                config.shape(),
                backend)
            .withBias(bias),
        BertParts.norm(attention, config, backend),
        BertParts.feedForward(layer, config, backend),
        BertParts.norm(layer.scope("output"), config, backend));
  }
}
