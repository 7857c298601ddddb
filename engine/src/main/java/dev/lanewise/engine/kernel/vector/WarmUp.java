package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.Lanes.WIDTH;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.kernel.KernelSelector;
import dev.lanewise.engine.kernel.LaneSum;
import dev.lanewise.engine.kernel.PackedMatrix;
import dev.lanewise.engine.kernel.Panel;
import dev.lanewise.engine.kernel.Storage;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Gets the vector code compiled, on a thread of its own, while callers compute with {@link
 * PlainLoops}.
 *
 * <p>Until C2 has compiled them, vector operations are method calls that box every value: a first
 * text would take seconds. Short calls in great number bring the compiler about at little cost.
 *
 * <p>What computes with narrow weights or in integers has a warm-up of its own, which a process
 * without such never begins: its code would be compiled before callers have the rest.
 */
final class WarmUp {
  /** Rows for which between them each of the tiles is used: 6 + 4 + 1, and 2. */
  private static final int[] ROWS = {11, 2};

  private static final int MOST_ROWS = 11;

  /** Rows for which each of the tiles of {@link FewRows} is used: 12 + 8. */
  private static final int FEW_ROWS = 20;

  /** Rows that are too many for those. */
  private static final int MANY_ROWS = FewRows.MOST_ROWS + 1;

  /** Inner steps of a short call; a loop's steps count towards compilation like calls do. */
  private static final int FEW_STEPS = 16;

  /** Enough steps for the time of a call to tell whether it is compiled. */
  private static final int MANY_STEPS = 512;

  /**
   * What callers have before this thread and the compilers take processors away from them: a
   * command that encodes some dozens of texts is done by then.
   */
  private static final long HEAD_START_NANOS = 1_000_000_000L;

  /**
   * After so much work this thread rests for as long. The compilers are what the end waits for, and
   * with few processors it would take from callers half of what these leave them.
   */
  private static final long STRETCH_NANOS = 3_000_000L;

  private static final int CALLS_PER_ROUND = 100;
  private static final int SAMPLES = 5;

  /** Where vector code never gets fast, as under a debugger, it is used all the same in the end. */
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  /** How far the warm-up of a part is. */
  private static final class Progress {
    private final VectorCode code;
    private final AtomicBoolean started = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean done =
        "false".equals(System.getProperty(KernelSelector.WARM_UP_PROPERTY));

    Progress(VectorCode code) {
      this.code = code;
    }

    /** Whether it is done; the first to ask starts it. */
    boolean isDone() {
      if (!done && started.compareAndSet(false, true)) {
        start("lanewise-warm-up-" + code, this::run);
      }
      return done;
    }

    private void run() {
      try {
        LockSupport.parkNanos(HEAD_START_NANOS);
        new WarmUp(code).run();
      } finally {
        done = true;
        finished.countDown();
      }
    }
  }

  private static final Progress FLOATS = new Progress(VectorCode.FLOATS);
  private static final Progress BF16 = new Progress(VectorCode.BF16);
  private static final Progress F16 = new Progress(VectorCode.F16);
  private static final Progress INT8 = new Progress(VectorCode.INT8);
  private static final Progress INTEGERS = new Progress(VectorCode.INTEGERS);

  private final VectorCode code;
  private final VectorKernels vector = new VectorKernels(_ -> true);
  private final VectorKernels plain = new VectorKernels(_ -> false);
  private final Panel scratch = vector.newPanel();
  private final Panel queries = vector.newPanel();
  private final Panel scores = vector.newPanel();
  private final float[] in = new float[MOST_ROWS * MANY_STEPS + WIDTH];
  private final float[] out = new float[MANY_ROWS * WIDTH];
  private final float[] inverseSums = new float[WIDTH];
  private final float[] ones = new float[WIDTH];
  private final float[] sums = new float[LaneSum.LANES];

  private static void start(String name, Runnable run) {
    Thread.ofPlatform().name(name).daemon().inheritInheritableThreadLocals(false).start(run);
  }

  private WarmUp(VectorCode code) {
    this.code = code;
    Arrays.fill(ones, 1);
  }

  /**
   * Whether a part of vector code is the faster one by now; the first to ask starts its warm-up.
   */
  static boolean isDone(VectorCode code) {
    boolean done =
        switch (code) {
          case FLOATS -> true;
          case BF16 -> BF16.isDone();
          case F16 -> F16.isDone();
          case INT8 -> INT8.isDone();
          case INTEGERS -> INTEGERS.isDone();
        };
    return FLOATS.isDone() && done;
  }

  /** Waits until that of {@link VectorCode#FLOATS} is done; somebody must have asked for it. */
  static void await() throws InterruptedException {
    FLOATS.finished.await();
  }

  private void run() {
    long start = System.nanoTime();
    long rested = start;
    do {
      for (int i = 0; i < CALLS_PER_ROUND; i++) {
        exerciseEverything();
        long worked = System.nanoTime() - rested;
        if (worked > STRETCH_NANOS) {
          LockSupport.parkNanos(worked);
          rested = System.nanoTime();
        }
      }
    } while (!vectorIsFaster() && System.nanoTime() - start < PATIENCE_NANOS);
  }

  private void exerciseEverything() {
    PackedMatrix weights = pack(FEW_STEPS, ones);
    for (int rows : ROWS) {
      linear(vector, weights, Activation.GELU, rows);
    }
    if (code != VectorCode.FLOATS) {
      linear(vector, weights, Activation.IDENTITY, FEW_ROWS);
      linear(vector, weights, Activation.IDENTITY, MANY_ROWS);
      return;
    }
    for (int columns : new int[] {WIDTH / 2, WIDTH}) {
      int headSize = columns;
      for (int rows : ROWS) {
        vector.loadTransposed(queries, in, 0, WIDTH, Math.min(columns, rows), headSize, 1);
        vector.multiply(scores, in, 0, WIDTH, rows, headSize, queries);
        vector.softmaxColumns(scores, rows, inverseSums);
        vector.multiplyTransposed(out, 0, WIDTH, scores, rows, in, 0, WIDTH, headSize, inverseSums);
      }
    }
    vector.addNormalize(out, 0, in, 0, MOST_ROWS, WIDTH, ones, ones, 1, sums);
    vector.normalize(out, 0, in, 0, MOST_ROWS, WIDTH, ones, ones, 1, sums);
    vector.normalizeByRms(out, 0, WIDTH, in, 0, WIDTH, MOST_ROWS, WIDTH, ones, 1, sums);
  }

  /** Weights of one panel, every row of which is the same. */
  private PackedMatrix pack(int inputs, float[] row) {
    return switch (code) {
      case FLOATS -> vector.pack(WIDTH, inputs, _ -> row, ones, Storage.F32);
      case BF16 -> vector.pack(WIDTH, inputs, _ -> row, ones, Storage.BF16);
      case F16 -> vector.pack(WIDTH, inputs, _ -> row, ones, Storage.F16);
      case INT8 -> vector.pack(WIDTH, inputs, _ -> row, ones, Storage.INT8);
      case INTEGERS -> vector.packIntegers(WIDTH, inputs, _ -> row, ones);
    };
  }

  private void linear(
      VectorKernels kernels, PackedMatrix weights, Activation activation, int rows) {
    int inputs = weights.inputs();
    kernels.linear(
        out, 0, WIDTH, in, 0, inputs, rows, weights, 0, weights.panels(), activation, scratch);
  }

  private boolean vectorIsFaster() {
    float[] row = new float[MANY_STEPS];
    PackedMatrix weights = pack(MANY_STEPS, row);
    return 2 * nanos(vector, weights) < nanos(plain, weights);
  }

  /** The least time of some calls. */
  private long nanos(VectorKernels kernels, PackedMatrix weights) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < SAMPLES; i++) {
      long start = System.nanoTime();
      for (int rows : ROWS) {
        linear(kernels, weights, Activation.GELU, rows);
      }
      least = Math.min(least, System.nanoTime() - start);
    }
    return least;
  }
}
