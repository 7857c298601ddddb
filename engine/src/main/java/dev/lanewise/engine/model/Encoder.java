package dev.lanewise.engine.model;

import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.layer.EncoderLayer;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.layer.Norm;
import dev.lanewise.engine.layer.TokenEmbeddings;
import dev.lanewise.engine.layer.Workspace;
import dev.lanewise.engine.measure.Operation;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.tracing.Span;
import dev.lanewise.engine.tracing.Tracing;
import java.util.List;
import java.util.Optional;

/**
 * A transformer encoder: token ids to a hidden state for each token. Immutable and thread-safe.
 *
 * @param shape its sizes
 * @param embeddings what makes the first hidden states
 * @param layers what refines them; one that stands here several times is held once
 * @param norm what comes after the last layer
 */
public record Encoder(
    EncoderShape shape,
    TokenEmbeddings embeddings,
    List<EncoderLayer> layers,
    Optional<Norm> norm) {
  public Encoder {
    layers = List.copyOf(layers);
  }

  /** An encoder whose last layer's hidden states are the result. */
  public Encoder(EncoderShape shape, TokenEmbeddings embeddings, List<EncoderLayer> layers) {
    this(shape, embeddings, layers, Optional.empty());
  }

  /**
   * Computes the hidden states of a batch.
   *
   * @return {@code [tokens][hiddenSize]}, valid until the workspace is used again
   * @throws IllegalArgumentException if the batch holds what the model has no embedding for
   */
  public float[] forward(PackedBatch batch, Workspace workspace, Parallel parallel) {
    return forward(batch, workspace, parallel, layers.size());
  }

  /**
   * Computes the last hidden states of one row of each sequence, which saves most of the last
   * layer.
   *
   * @param rows the row of each sequence, ascending
   * @return {@code [sequences][hiddenSize]}, valid until the workspace is used again
   * @throws IllegalArgumentException if the batch holds what the model has no embedding for
   */
  public float[] forwardRows(
      PackedBatch batch, int[] rows, Workspace workspace, Parallel parallel) {
    forward(batch, workspace, parallel, layers.size() - 1);
    Span span = Tracing.layer();
    layers.getLast().forwardRows(batch, rows, workspace, parallel);
    span.end(layers.size() - 1, batch.tokens());
    normalize(rows.length, workspace, parallel);
    return workspace.hidden();
  }

  private void normalize(int rows, Workspace workspace, Parallel parallel) {
    norm.ifPresent(
        last -> {
          last.forward(workspace.hidden(), workspace.hidden(), rows, workspace, parallel);
          workspace.stopwatch().lap(Operation.NORM, last.flops(rows), last.bytes(rows));
        });
  }

  /** The memory that packed weights take, in bytes. */
  public long packedBytes() {
    return embeddings.packedBytes()
        + layers.stream().distinct().mapToLong(EncoderLayer::packedBytes).sum();
  }

  /**
   * The hidden states after the first so many layers, to compare stage by stage: normalized after
   * all of them.
   */
  float[] forward(PackedBatch batch, Workspace workspace, Parallel parallel, int layerCount) {
    workspace.resize(batch.tokens(), parallel.workers());
    embeddings.forward(batch, workspace, parallel);
    for (int i = 0; i < layerCount; i++) {
      Span span = Tracing.layer();
      layers.get(i).forward(batch, workspace, parallel);
      span.end(i, batch.tokens());
    }
    if (layerCount == layers.size()) {
      normalize(batch.tokens(), workspace, parallel);
    }
    return workspace.hidden();
  }
}
