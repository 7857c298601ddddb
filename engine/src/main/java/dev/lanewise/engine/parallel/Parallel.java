package dev.lanewise.engine.parallel;

/** Something that runs tasks, possibly at the same time. */
public interface Parallel {
  /** Runs every task on the calling thread. */
  Parallel SERIAL =
      new Parallel() {
        @Override
        public int workers() {
          return 1;
        }

        @Override
        public void run(int tasks, Task task) {
          for (int i = 0; i < tasks; i++) {
            task.run(i, 0);
          }
        }
      };

  /** One of several independent pieces of work. */
  @FunctionalInterface
  interface Task {
    /**
     * Does a piece.
     *
     * @param index which piece
     * @param worker who does it, below {@link Parallel#workers()}: no two at the same time have the
     *     same number, so it can pick a scratch buffer
     */
    void run(int index, int worker);
  }

  /** The most tasks that run at the same time. */
  int workers();

  /**
   * Runs {@code tasks} tasks and returns when all are done. What a task throws is thrown here,
   * after the others have come to an end.
   */
  void run(int tasks, Task task);
}
