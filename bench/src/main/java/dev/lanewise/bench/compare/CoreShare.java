package dev.lanewise.bench.compare;

import dev.lanewise.bench.machine.InstructionRate;

/**
 * How much of the cores this machine has right now: the instructions that they take in a cycle,
 * over the most that was seen in this process. What is missing goes to a neighbour on the same
 * cores.
 */
final class CoreShare implements AutoCloseable {
  /** Some seconds: a neighbour leaves gaps now and then. */
  private static final int FIRST_SAMPLES = 200;

  /** Of a core, so the same for any number of threads. */
  private static volatile double best;

  private final InstructionRate instructions;

  /** Of some threads together; the least of them counts. */
  CoreShare(int threads) {
    instructions = new InstructionRate(threads);
    for (int i = 0; i < FIRST_SAMPLES; i++) {
      var _ = rate();
    }
  }

  /** The instructions a cycle right now. */
  double rate() {
    double rate = instructions.now();
    best = Math.max(best, rate);
    return rate;
  }

  /** The share of the most up to now; asked for late, since the most may still be to come. */
  double of(double rate) {
    return rate / best;
  }

  @Override
  public void close() {
    instructions.close();
  }
}
