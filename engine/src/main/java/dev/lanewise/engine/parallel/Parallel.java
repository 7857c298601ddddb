package dev.lanewise.engine.parallel;

import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.BiFunction;
import java.util.function.Supplier;

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

  /**
   * Makes two things, at the same time where a thread is free, and then something of both. What the
   * first throws goes before what the second does, so an error doesn't depend on who was faster.
   */
  default <A, B, R> R both(
      Supplier<? extends A> first, Supplier<? extends B> second, BiFunction<A, B, R> then) {
    FutureTask<A> a = new FutureTask<>(first::get);
    FutureTask<B> b = new FutureTask<>(second::get);
    run(2, (task, _) -> (task == 0 ? a : b).run());
    return then.apply(result(a), result(b));
  }

  private static <T> T result(FutureTask<T> done) {
    if (done.state() == Future.State.SUCCESS) {
      return done.resultNow();
    }
    throw Job.unchecked(done.exceptionNow());
  }
}
