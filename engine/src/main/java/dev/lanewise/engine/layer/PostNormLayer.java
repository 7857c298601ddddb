package dev.lanewise.engine.layer;

import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.measure.Operation;
import dev.lanewise.engine.parallel.Parallel;

/**
 * The encoder layer of the original transformer and of BERT: attention, then feed-forward, each
 * followed by residual connection and layer norm.
 */
public final class PostNormLayer implements EncoderLayer {
  /** Rows of a normalizing task. */
  private static final int TASK_ROWS = 64;

  private final SelfAttention attention;
  private final LayerNorm attentionNorm;
  private final FeedForward feedForward;
  private final LayerNorm outputNorm;

  public PostNormLayer(
      SelfAttention attention,
      LayerNorm attentionNorm,
      FeedForward feedForward,
      LayerNorm outputNorm) {
    this.attention = attention;
    this.attentionNorm = attentionNorm;
    this.feedForward = feedForward;
    this.outputNorm = outputNorm;
  }

  @Override
  public void forward(PackedBatch batch, Workspace workspace, Parallel parallel) {
    attention.forward(batch, workspace, parallel);
    afterAttention(batch.tokens(), workspace, parallel);
  }

  @Override
  public void forwardRows(PackedBatch batch, int[] rows, Workspace workspace, Parallel parallel) {
    attention.forwardRows(batch, rows, workspace, parallel);
    afterAttention(rows.length, workspace, parallel);
  }

  private void afterAttention(int rows, Workspace workspace, Parallel parallel) {
    normalize(attentionNorm, rows, workspace, parallel);
    feedForward.forward(rows, workspace, parallel);
    normalize(outputNorm, rows, workspace, parallel);
  }

  @Override
  public long packedBytes() {
    return attention.packedBytes() + feedForward.packedBytes();
  }

  private static void normalize(LayerNorm norm, int rows, Workspace workspace, Parallel parallel) {
    parallel.run(
        Math.ceilDiv(rows, TASK_ROWS),
        (task, _) -> {
          int first = task * TASK_ROWS;
          int count = Math.min(TASK_ROWS, rows - first);
          norm.forward(workspace.hidden(), first, workspace.delta(), first, count);
        });
    workspace.stopwatch().lap(Operation.NORM, norm.flops(rows), norm.bytes(rows));
  }
}
