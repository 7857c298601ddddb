package dev.lanewise.bench.machine;

/**
 * How many simple instructions a core takes in a cycle: integer additions on registers, which need
 * every slot that it has.
 *
 * <p>A thread of somebody else on the same physical core takes half of the slots, for seconds at a
 * time, and nothing inside a virtual machine says so. {@link FmaPeak} hardly notices: it needs two
 * of six slots. A matrix product, which loads and broadcasts beside multiplying, needs more than
 * half and loses a quarter of its speed.
 *
 * <p>What a cycle is a second loop tells, in which each addition waits for the one before: so the
 * clock may change as it likes, and no neighbour slows that loop down.
 */
public final class InstructionRate implements AutoCloseable {
  private static final int STEPS = 1 << 13;
  private static final double INSTRUCTIONS = 8.0 * STEPS;
  private static final double CYCLES = 2.0 * STEPS;

  /** Short beside what it is taken before and after, long beside waking a thread. */
  private static final long ROUND_NANOS = 5_000_000;

  private final Workers additions;
  private final Workers cycles;

  /** Of some threads at the same time. */
  public InstructionRate(int threads) {
    additions = new Workers(threads, seed -> () -> additions(STEPS, seed));
    cycles = new Workers(threads, seed -> () -> chain(STEPS, seed));
  }

  /**
   * Additions a cycle that a core takes in right now. With several threads the slowest one's count:
   * work that they share is done when the last of them is.
   */
  public double now() {
    // The most, before and after: a thread that was interrupted counted too few cycles.
    double before = cycles.mostRate(ROUND_NANOS);
    double instructions = additions.leastRate(ROUND_NANOS) * INSTRUCTIONS;
    return instructions / (Math.max(before, cycles.mostRate(ROUND_NANOS)) * CYCLES);
  }

  @Override
  public void close() {
    additions.close();
    cycles.close();
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

  /** Two instructions a step, a cycle each, that can't be taken together or out of turn. */
  private static int chain(int steps, int seed) {
    int a = seed;
    for (int step = 0; step < steps; step++) {
      a = (a + step) ^ seed;
    }
    return a;
  }
}
