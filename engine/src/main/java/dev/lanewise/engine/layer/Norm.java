package dev.lanewise.engine.layer;

import dev.lanewise.engine.parallel.Parallel;

/** Brings each row to a common scale. */
public interface Norm {
  /** Rows of a task. */
  int TASK_ROWS = 64;

  /**
   * {@code to = norm(from)} for some rows.
   *
   * @param to {@code [rows][width]} from row {@code firstTo} on; may be the same rows as {@code
   *     from}
   * @param from {@code [rows][width]} from row {@code firstFrom} on
   * @param sums scratch for a row's partial sums
   */
  void forward(float[] to, int firstTo, float[] from, int firstFrom, int rows, float[] sums);

  /** The same for all of so many rows, shared out among threads. */
  default void forward(float[] to, float[] from, int rows, Workspace workspace, Parallel parallel) {
    parallel.run(
        Math.ceilDiv(rows, TASK_ROWS),
        (task, worker) -> {
          int first = task * TASK_ROWS;
          int count = Math.min(TASK_ROWS, rows - first);
          forward(to, first, from, first, count, workspace.scratch(worker).sums);
        });
  }

  /** Floating-point operations for so many rows. */
  long flops(int rows);

  /** Bytes read and written for so many rows. */
  long bytes(int rows);
}
