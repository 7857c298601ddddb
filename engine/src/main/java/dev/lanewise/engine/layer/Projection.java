package dev.lanewise.engine.layer;

import dev.lanewise.engine.parallel.Parallel;

/** What maps each row to a row of another width. */
public interface Projection {
  /** The width of a row that comes out. */
  int outputs();

  /**
   * Computes rows.
   *
   * @param out {@code [rows][outputs]}
   * @param in {@code [rows][inputs]}
   */
  void forward(float[] out, float[] in, int rows, Workspace workspace, Parallel parallel);
}
