package dev.lanewise.bench.compare;

import dev.lanewise.bench.machine.InstructionRate;

/**
 * How much of the cores this machine has right now: their instruction rate over the best that was
 * seen. What is missing goes to a neighbour on the same cores.
 */
final class CoreShare implements AutoCloseable {
  /** About a second: a neighbour leaves gaps now and then. */
  private static final int FIRST_SAMPLES = 100;

  private final InstructionRate instructions;
  private double best;

  /** Of some threads together; the least of them counts. */
  CoreShare(int threads) {
    instructions = new InstructionRate(threads);
    for (int i = 0; i < FIRST_SAMPLES; i++) {
      var _ = rate();
    }
  }

  /** The instruction rate right now. */
  double rate() {
    double rate = instructions.now();
    best = Math.max(best, rate);
    return rate;
  }

  /** The share of the best rate up to now; asked for late, since the best may still be to come. */
  double of(double rate) {
    return rate / best;
  }

  @Override
  public void close() {
    instructions.close();
  }
}
