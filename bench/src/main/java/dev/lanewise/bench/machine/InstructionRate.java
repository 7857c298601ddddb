package dev.lanewise.bench.machine;

/**
 * How many simple instructions a core takes in: integer additions on registers, which need every
 * slot that it has.
 *
 * <p>A thread of somebody else on the same physical core takes half of the slots, for seconds at a
 * time, and nothing inside a virtual machine says so. {@link FmaPeak} hardly notices: it needs two
 * of six slots. A matrix product, which loads and broadcasts beside multiplying, needs more than
 * half and loses a quarter of its speed. Where the rate of additions is half of its best, the core
 * is shared.
 */
public final class InstructionRate implements AutoCloseable {
  private static final int STEPS = 1 << 13;
  private static final double INSTRUCTIONS = 8.0 * STEPS;

  /** Short beside what it is taken before and after, long beside waking a thread. */
  private static final long ROUND_NANOS = 8_000_000;

  private final Workers workers;

  /** Of some threads at the same time. */
  public InstructionRate(int threads) {
    workers = new Workers(threads, seed -> () -> additions(STEPS, seed));
  }

  /**
   * Additions a second that a core takes in right now. With several threads it is the slowest one's
   * rate: work that they share is done when the last of them is.
   */
  public double now() {
    return workers.leastRate(ROUND_NANOS) * INSTRUCTIONS;
  }

  @Override
  public void close() {
    workers.close();
  }

  /**
   * Eight sums, for which no addition waits for another. Each takes in the number of the step: of a
   * number that stays the same C2 would add several at a time.
   */
  private static int additions(int steps, int seed) {
    int a = seed;
    int b = 1;
    int c = 2;
    int d = 3;
    int e = 4;
    int f = 5;
    int g = 6;
    int h = 7;
    for (int step = 0; step < steps; step++) {
      a += step;
      b += step;
      c += step;
      d += step;
      e += step;
      f += step;
      g += step;
      h += step;
    }
    // Not their sum, which could be had without each of them.
    return a ^ b ^ c ^ d ^ e ^ f ^ g ^ h;
  }
}
