package dev.lanewise.engine.model.table;

import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.TokenEmbeddings;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.model.ModelFamily;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.engine.weights.Tensor;
import dev.lanewise.json.JsonNode;
import java.util.List;

/**
 * Static embeddings: a token's vector depends on nothing but the token, as model2vec distils them
 * and sentence-transformers' {@code StaticEmbedding} holds them. An encoder without layers.
 */
public final class StaticFamily implements ModelFamily {
  /** What a model2vec file with a smaller table has beside it, and what the reference ignores. */
  private static final List<String> UNSUPPORTED = List.of("mapping", "weights");

  @Override
  public List<String> modelTypes() {
    return List.of("static");
  }

  @Override
  public boolean isExpectedExtra(String tensorName) {
    return false;
  }

  @Override
  public Encoder load(JsonNode config, NamedTensors tensors, Backend backend) {
    for (String name : UNSUPPORTED) {
      if (tensors.has(name)) {
        throw config.error("static embeddings with a tensor \"" + name + "\" are not supported");
      }
    }
    String name = tensors.has("embeddings") ? "embeddings" : "embedding.weight";
    int rows = tensors.rows(name);
    int width = tensors.columns(name);
    Tensor table = tensors.get(name, rows, width);
    EncoderShape shape = new EncoderShape(0, width, 1, 0, Integer.MAX_VALUE, rows);
    return new Encoder(shape, TokenEmbeddings.of(table, shape).build(), List.of());
  }
}
