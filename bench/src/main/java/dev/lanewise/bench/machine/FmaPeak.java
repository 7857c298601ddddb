package dev.lanewise.bench.machine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What the cores can do and no more: fused multiply-adds on registers, enough chains side by side
 * to hide their latency.
 */
public final class FmaPeak {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Two units of four or five cycles need ten chains; two more fill the gaps. */
  private static final int CHAINS = 12;

  private static final int STEPS = 1 << 14;

  private FmaPeak() {}

  /** The peak of some threads together, in floating-point operations a second. */
  public static double measure(int threads) {
    double operations = 2.0 * CHAINS * STEPS * SPECIES.length();
    return Workers.bestRate(threads, operations, _ -> () -> chains(STEPS));
  }

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
    for (int step = 0; step < steps; step++) {
      a = a.fma(factor, term);
      b = b.fma(factor, term);
      c = c.fma(factor, term);
      d = d.fma(factor, term);
      e = e.fma(factor, term);
      f = f.fma(factor, term);
      g = g.fma(factor, term);
      h = h.fma(factor, term);
      i = i.fma(factor, term);
      j = j.fma(factor, term);
      k = k.fma(factor, term);
      l = l.fma(factor, term);
    }
    FloatVector sum = a.add(b).add(c.add(d)).add(e.add(f).add(g.add(h)));
    return sum.add(i.add(j).add(k.add(l))).lane(0);
  }
}
