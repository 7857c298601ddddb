package dev.lanewise.bench.machine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What the cores can do and no more: fused multiply-adds on registers, enough chains side by side
 * to hide their latency.
 */
public final class FmaPeak implements AutoCloseable {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Two units of four or five cycles need ten chains; two more fill the gaps. */
  private static final int CHAINS = 12;

  private static final int STEPS = 1 << 14;

  private static final double OPERATIONS = 2.0 * CHAINS * STEPS * SPECIES.length();

  private final Workers workers;

  /** Of some threads together. */
  public FmaPeak(int threads) {
    workers = new Workers(threads, _ -> () -> chains(STEPS));
  }

  /** The peak of some threads together, in floating-point operations a second. */
  public static double measure(int threads) {
    try (FmaPeak peak = new FmaPeak(threads)) {
      return peak.workers.bestRate() * OPERATIONS;
    }
  }

  /** What can be had right now, to take turns with what is compared to it; the same unit. */
  public double now() {
    return workers.rate() * OPERATIONS;
  }

  /** The same, in a turn of some length. */
  public double now(long nanos) {
    return workers.rate(nanos) * OPERATIONS;
  }

  @Override
  public void close() {
    workers.close();
  }

  /**
   * Two steps at a time, not to be faster but to be longer than what C2 inlines (325 bytes of
   * bytecode): inlined into the loop that calls it, it runs out of registers and takes twice as
   * long.
   */
  private static float chains(int steps) {
    FloatVector factor = FloatVector.broadcast(SPECIES, 0.999f);
    FloatVector term = FloatVector.broadcast(SPECIES, 0.001f);
    FloatVector a = factor;
    FloatVector b = factor;
    FloatVector c = factor;
    FloatVector d = factor;
    FloatVector e = factor;
    FloatVector f = factor;
    FloatVector g = factor;
    FloatVector h = factor;
    FloatVector i = factor;
    FloatVector j = factor;
    FloatVector k = factor;
    FloatVector l = factor;
    for (int step = 0; step < steps; step += 2) {
      a = factor.fma(term, a);
      b = factor.fma(term, b);
      c = factor.fma(term, c);
      d = factor.fma(term, d);
      e = factor.fma(term, e);
      f = factor.fma(term, f);
      g = factor.fma(term, g);
      h = factor.fma(term, h);
      i = factor.fma(term, i);
      j = factor.fma(term, j);
      k = factor.fma(term, k);
      l = factor.fma(term, l);
      a = factor.fma(term, a);
      b = factor.fma(term, b);
      c = factor.fma(term, c);
      d = factor.fma(term, d);
      e = factor.fma(term, e);
      f = factor.fma(term, f);
      g = factor.fma(term, g);
      h = factor.fma(term, h);
      i = factor.fma(term, i);
      j = factor.fma(term, j);
      k = factor.fma(term, k);
      l = factor.fma(term, l);
    }
    // Not a.add(b): only what is made right here is of a known class for the compiler.
    FloatVector sum = FloatVector.zero(SPECIES).add(a).add(b).add(c).add(d).add(e).add(f);
    return sum.add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
  }
}
