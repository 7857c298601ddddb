package dev.lanewise.bench.compare;

import dev.lanewise.bench.compare.ProductRounds.Round;
import dev.lanewise.bench.kernel.LinearWorkload;
import dev.lanewise.bench.machine.FmaPeak;
import dev.lanewise.bench.results.Results.Product;
import java.util.ArrayList;
import java.util.List;

/** Matrix products at the shapes of encoders, on one thread, beside the peak and the plain loop. */
final class ProductMeasure {
  /** Outputs and inputs: queries to values, up and down of MiniLM; up and down of BERT base. */
  private static final int[][] SHAPES = {
    {1152, 384}, {1536, 384}, {384, 1536}, {3072, 768}, {768, 3072}
  };

  private static final int WARM_UP_ROUNDS = 5;

  /** Short, so that a neighbour who comes or goes is seldom in the middle of a round. */
  private static final long TURN_NANOS = 20_000_000;

  /** How long undisturbed rounds are waited for. */
  private static final long PATIENCE_NANOS = 1_500_000_000;

  /** Above this many rows nobody would think of the plain loop. */
  private static final int MOST_SCALAR_ROWS = 64;

  private ProductMeasure() {}

  static List<Product> measure(Plan plan) {
    // Until every path is compiled, and no longer compiled anew, times mean nothing.
    for (int[] shape : SHAPES) {
      for (int rows : plan.productRows()) {
        LinearWorkload workload = new LinearWorkload("vector", rows, shape[0], shape[1]);
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
          var _ = gflops(workload);
        }
      }
    }
    List<ProductRounds> found = new ArrayList<>();
    try (FmaPeak peak = new FmaPeak(1);
        CoreShare core = new CoreShare(1)) {
      for (int[] shape : SHAPES) {
        for (int rows : plan.productRows()) {
          found.add(measure(rows, shape, peak, core));
        }
      }
      return found.stream().map(rounds -> rounds.product(core::of)).toList();
    }
  }

  /** Rounds in which all take their turn. */
  private static ProductRounds measure(int rows, int[] shape, FmaPeak peak, CoreShare core) {
    LinearWorkload vector = new LinearWorkload("vector", rows, shape[0], shape[1]);
    LinearWorkload scalar = new LinearWorkload("scalar", rows, shape[0], shape[1]);
    ProductRounds rounds = new ProductRounds(shape[0], shape[1], rows);
    long start = System.nanoTime();
    do {
      double before = core.rate();
      double product = gflops(vector);
      double peakNow = peak.now(TURN_NANOS) / 1e9;
      double after = core.rate();
      double plain = rows <= MOST_SCALAR_ROWS ? gflops(scalar) : 0;
      rounds.add(new Round(product, peakNow, plain, Math.min(before, after)));
    } while (!rounds.enough(System.nanoTime() - start >= PATIENCE_NANOS, core::of));
    return rounds;
  }

  private static double gflops(LinearWorkload workload) {
    long start = System.nanoTime();
    long operations = 0;
    long elapsed;
    do {
      workload.compute();
      operations += workload.operations();
      elapsed = System.nanoTime() - start;
    } while (elapsed < TURN_NANOS);
    return (double) operations / elapsed;
  }
}
