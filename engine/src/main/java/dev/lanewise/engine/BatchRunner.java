package dev.lanewise.engine;

import dev.lanewise.engine.batch.BatchPlanner;
import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.layer.Workspace;
import dev.lanewise.engine.measure.OperationLog;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.parallel.Lease;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.tracing.Span;
import dev.lanewise.engine.tracing.Tracing;
import dev.lanewise.tokenizer.TokenSequence;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * Takes texts through tokenizer and encoder in batches, on all threads there are; what is made of
 * hidden states is the caller's. Thread-safe.
 */
final class BatchRunner {
  /** Texts that a thread takes at a time: enough to be worth handing out. */
  private static final int TASK_TEXTS = 16;

  private final Encoder encoder;
  private final Resources resources;
  private final ConcurrentLinkedDeque<Workspace> workspaces = new ConcurrentLinkedDeque<>();

  BatchRunner(LoadedEncoder loaded) {
    this.encoder = loaded.encoder();
    this.resources = loaded.resources();
  }

  /** What is done with a batch. */
  @FunctionalInterface
  interface Step {
    /**
     * Runs the encoder and keeps what is wanted of it.
     *
     * @param indices which sequence each of the batch's is
     * @param workspace for the encoder, and this step's alone until it returns
     */
    void run(PackedBatch batch, int[] indices, Workspace workspace, Parallel parallel);
  }

  /**
   * Does something for each of many texts.
   *
   * @param task gets the place of each
   */
  static void forEach(int count, Parallel parallel, IntConsumer task) {
    int groups = Math.ceilDiv(count, TASK_TEXTS);
    parallel.run(
        groups,
        (group, _) -> {
          int end = Math.min(count, (group + 1) * TASK_TEXTS);
          for (int i = group * TASK_TEXTS; i < end; i++) {
            task.accept(i);
          }
        });
  }

  /**
   * Tokenizes texts.
   *
   * @param count how many texts
   * @param tokenize gives the tokens of each
   */
  static List<TokenSequence> tokenize(
      int count, Parallel parallel, IntFunction<TokenSequence> tokenize) {
    TokenSequence[] tokens = new TokenSequence[count];
    forEach(count, parallel, i -> tokens[i] = tokenize.apply(i));
    return Arrays.asList(tokens);
  }

  /**
   * Waits for a place to compute, tokenizes texts and runs a step for each batch of them.
   *
   * @param count how many texts
   * @param tokenize gives the tokens of each
   * @param maxBatchTokens the most tokens of a batch
   * @param log gets the times of operations
   * @return the tokens of each text
   */
  List<TokenSequence> run(
      int count,
      IntFunction<TokenSequence> tokenize,
      int maxBatchTokens,
      Optional<OperationLog> log,
      Step step) {
    try (Lease lease = resources.team().lease()) {
      List<TokenSequence> sequences = tokenize(count, lease, tokenize);
      run(sequences, maxBatchTokens, lease, log, step);
      return sequences;
    }
  }

  /**
   * Runs a step for each batch of sequences.
   *
   * @param maxBatchTokens the most tokens of a batch
   * @param log gets the times of operations
   */
  void run(
      List<TokenSequence> sequences,
      int maxBatchTokens,
      Parallel parallel,
      Optional<OperationLog> log,
      Step step) {
    List<int[]> batches = BatchPlanner.plan(sequences, maxBatchTokens, parallel.workers());
    if (batches.size() == 1) {
      // A single batch: all threads work on each of its steps together.
      run(sequences, batches.get(0), parallel, log, step);
    } else {
      // Several: each thread takes whole batches and needs nobody.
      parallel.run(
          batches.size(),
          (task, _) -> run(sequences, batches.get(task), Parallel.SERIAL, log, step));
    }
  }

  private void run(
      List<TokenSequence> sequences,
      int[] indices,
      Parallel parallel,
      Optional<OperationLog> log,
      Step step) {
    Span span = Tracing.batch();
    PackedBatch batch = PackedBatch.of(sequences, indices);
    Workspace workspace = workspaces.pollFirst();
    if (workspace == null) {
      workspace = new Workspace(resources.kernel().kernels(), encoder.shape());
    }
    workspace.stopwatch().start(log);
    step.run(batch, indices, workspace, parallel);
    workspaces.addFirst(workspace);
    span.end(batch.sequences(), batch.tokens());
  }
}
