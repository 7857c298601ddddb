package dev.lanewise.engine.layer;

import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.measure.Operation;
import dev.lanewise.engine.parallel.Parallel;

/**
 * The encoder layer of the original transformer and of BERT: attention, then feed-forward, each
 * followed by residual connection and layer norm.
 */
public final class PostNormLayer implements EncoderLayer {
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
    attention.forward(workspace.hidden(), batch, workspace, parallel);
    afterAttention(batch.tokens(), workspace, parallel);
  }

  @Override
  public void forwardRows(PackedBatch batch, int[] rows, Workspace workspace, Parallel parallel) {
    attention.forwardRows(workspace.hidden(), batch, rows, workspace, parallel);
    afterAttention(rows.length, workspace, parallel);
  }

  private void afterAttention(int rows, Workspace workspace, Parallel parallel) {
    normalize(attentionNorm, rows, workspace, parallel);
    feedForward.forward(workspace.hidden(), rows, workspace, parallel);
    normalize(outputNorm, rows, workspace, parallel);
  }

  @Override
  public long packedBytes() {
    return attention.packedBytes() + feedForward.packedBytes();
  }

  private static void normalize(LayerNorm norm, int rows, Workspace workspace, Parallel parallel) {
    parallel.run(
        Math.ceilDiv(rows, Norm.TASK_ROWS),
        (task, worker) -> {
          int first = task * Norm.TASK_ROWS;
          int count = Math.min(Norm.TASK_ROWS, rows - first);
          float[] sums = workspace.scratch(worker).sums;
          norm.addForward(workspace.hidden(), first, workspace.delta(), first, count, sums);
        });
    workspace.stopwatch().lap(Operation.NORM, norm.flops(rows), norm.bytes(rows));
  }
}
