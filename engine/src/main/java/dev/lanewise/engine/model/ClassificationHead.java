package dev.lanewise.engine.model;

import dev.lanewise.engine.layer.PredictionHead;
import dev.lanewise.engine.pooling.Pooling;
import dev.lanewise.engine.pooling.PoolingMode;
import java.util.List;

/**
 * What gives a text or a pair of texts a score for each label.
 *
 * @param pooling what the head looks at
 * @param head what makes scores of it
 */
public record ClassificationHead(Pooling pooling, PredictionHead head) {
  /** A head that looks at the first token's hidden state. */
  public static ClassificationHead ofFirstToken(PredictionHead head) {
    return new ClassificationHead(new Pooling(List.of(PoolingMode.CLS), true), head);
  }
}
