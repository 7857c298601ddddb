package dev.lanewise.engine.model;

import dev.lanewise.engine.model.albert.AlbertFamily;
import dev.lanewise.engine.model.bert.BertFamily;
import dev.lanewise.engine.model.distilbert.DistilBertFamily;
import dev.lanewise.engine.model.electra.ElectraFamily;
import dev.lanewise.engine.model.gemma3.Gemma3Family;
import dev.lanewise.engine.model.gte.GteFamily;
import dev.lanewise.engine.model.jinabert.JinaBertFamily;
import dev.lanewise.engine.model.modernbert.ModernBertFamily;
import dev.lanewise.engine.model.mpnet.MpnetFamily;
import dev.lanewise.engine.model.nomicbert.NomicBertFamily;
import dev.lanewise.engine.model.qwen3.Qwen3Family;
import dev.lanewise.engine.model.roberta.RobertaFamily;
import dev.lanewise.engine.model.t5.T5Family;
import dev.lanewise.engine.model.table.StaticFamily;
import dev.lanewise.json.JsonNode;
import java.util.List;

/** The families there are: the one place to register a new one. */
public final class ModelFamilies {
  private static final List<ModelFamily> FAMILIES =
      List.of(
          new JinaBertFamily(), // calls itself bert, with a kind of positions that tells it apart
          new AlbertFamily(),
          new BertFamily(),
          new DistilBertFamily(),
          new ElectraFamily(),
          new Gemma3Family(),
          new GteFamily(),
          new ModernBertFamily(),
          new MpnetFamily(),
          new NomicBertFamily(),
          new Qwen3Family(),
          new RobertaFamily(),
          new StaticFamily(),
          T5Family.mt5(),
          T5Family.t5());

  private ModelFamilies() {}

  /**
   * The family of a model: the first one that its configuration describes.
   *
   * @param config its {@code config.json}
   * @throws dev.lanewise.json.JsonException if it is of none
   */
  public static ModelFamily of(JsonNode config) {
    JsonNode type = config.get("model_type");
    for (ModelFamily family : FAMILIES) {
      if (family.describes(config)) {
        return family;
      }
    }
    List<String> supported =
        FAMILIES.stream()
            .flatMap(family -> family.modelTypes().stream())
            .distinct()
            .sorted()
            .toList();
    throw type.error("unsupported model type " + type + ", supported are " + supported);
  }
}
