package dev.lanewise.engine;

import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.layer.Workspace;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.pooling.Pooling;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Takes batches through an encoder and pools their hidden states, of which no more is computed than
 * the pooling needs.
 *
 * @param promptTokens how many leading tokens of each sequence are a prompt's
 */
record Pooler(Encoder encoder, Pooling pooling, int promptTokens) {
  /**
   * The pooled vector of each sequence.
   *
   * @return {@code [sequences][dimension]}
   */
  float[][] pool(PackedBatch batch, Workspace workspace, Parallel parallel) {
    int hiddenSize = encoder.shape().hiddenSize();
    float[][] vectors = new float[batch.sequences()][];
    Optional<int[]> onlyRows = onlyRows(batch);
    if (onlyRows.isPresent()) {
      float[] hidden = encoder.forwardRows(batch, onlyRows.get(), workspace, parallel);
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = pooling.pool(hidden, hiddenSize, i, 1, 0);
      }
    } else {
      float[] hidden = encoder.forward(batch, workspace, parallel);
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] =
            pooling.pool(hidden, hiddenSize, batch.start(i), batch.length(i), promptTokens);
      }
    }
    return vectors;
  }

  /** The row that pooling needs of each sequence, if it needs one of each. */
  private Optional<int[]> onlyRows(PackedBatch batch) {
    int[] rows = new int[batch.sequences()];
    for (int i = 0; i < rows.length; i++) {
      OptionalInt row = pooling.onlyRow(batch.start(i), batch.length(i), promptTokens);
      if (row.isEmpty()) {
        return Optional.empty();
      }
      rows[i] = row.getAsInt();
    }
    return Optional.of(rows);
  }
}
