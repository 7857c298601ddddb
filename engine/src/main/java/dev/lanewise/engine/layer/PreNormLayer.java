package dev.lanewise.engine.layer;

import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.measure.Operation;
import dev.lanewise.engine.parallel.Parallel;
import java.util.Optional;

/**
 * The encoder layer that normalizes what enters attention and feed-forward, and leaves the sum of
 * residual connections as it is: {@code h += attention(norm(h)); h += feedForward(norm(h))}. After
 * the last layer the encoder normalizes once more. Some models normalize what attention and
 * feed-forward give as well.
 */
public final class PreNormLayer implements EncoderLayer {
  private final Norm attentionNorm;
  private final SelfAttention attention;
  private final Norm feedForwardNorm;
  private final FeedForward feedForward;
  private final Optional<Norm> attentionOutputNorm;
  private final Optional<Norm> feedForwardOutputNorm;

  public PreNormLayer(
      Norm attentionNorm, SelfAttention attention, Norm feedForwardNorm, FeedForward feedForward) {
    this(
        attentionNorm, attention, feedForwardNorm, feedForward, Optional.empty(), Optional.empty());
  }

  private PreNormLayer(
      Norm attentionNorm,
      SelfAttention attention,
      Norm feedForwardNorm,
      FeedForward feedForward,
      Optional<Norm> attentionOutputNorm,
      Optional<Norm> feedForwardOutputNorm) {
    this.attentionNorm = attentionNorm;
    this.attention = attention;
    this.feedForwardNorm = feedForwardNorm;
    this.feedForward = feedForward;
    this.attentionOutputNorm = attentionOutputNorm;
    this.feedForwardOutputNorm = feedForwardOutputNorm;
  }

  /** The same with what attention and feed-forward give normalized before it is added. */
  public PreNormLayer withOutputNorms(Norm ofAttention, Norm ofFeedForward) {
    return new PreNormLayer(
        attentionNorm,
        attention,
        feedForwardNorm,
        feedForward,
        Optional.of(ofAttention),
        Optional.of(ofFeedForward));
  }

  @Override
  public void forward(PackedBatch batch, Workspace workspace, Parallel parallel) {
    normalize(attentionNorm, batch.tokens(), workspace, parallel);
    attention.forward(workspace.normed(), batch, workspace, parallel);
    afterAttention(batch.tokens(), workspace, parallel);
  }

  @Override
  public void forwardRows(PackedBatch batch, int[] rows, Workspace workspace, Parallel parallel) {
    normalize(attentionNorm, batch.tokens(), workspace, parallel);
    attention.forwardRows(workspace.normed(), batch, rows, workspace, parallel);
    workspace.moveToFront(workspace.hidden(), rows);
    afterAttention(rows.length, workspace, parallel);
  }

  private void afterAttention(int rows, Workspace workspace, Parallel parallel) {
    add(attentionOutputNorm, rows, workspace, parallel);
    normalize(feedForwardNorm, rows, workspace, parallel);
    feedForward.forward(workspace.normed(), rows, workspace, parallel);
    add(feedForwardOutputNorm, rows, workspace, parallel);
  }

  private static void add(
      Optional<Norm> outputNorm, int rows, Workspace workspace, Parallel parallel) {
    if (outputNorm.isPresent()) {
      Norm norm = outputNorm.get();
      norm.forward(workspace.delta(), workspace.delta(), rows, workspace, parallel);
      workspace.stopwatch().lap(Operation.NORM, norm.flops(rows), norm.bytes(rows));
    }
    workspace.addDelta(rows, parallel);
  }

  @Override
  public long packedBytes() {
    return attention.packedBytes() + feedForward.packedBytes();
  }

  private static void normalize(Norm norm, int rows, Workspace workspace, Parallel parallel) {
    norm.forward(workspace.normed(), workspace.hidden(), rows, workspace, parallel);
    workspace.stopwatch().lap(Operation.NORM, norm.flops(rows), norm.bytes(rows));
  }
}
