package dev.lanewise.bench.compare;

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
  private static final int ROUNDS = 5;
  private static final long TURN_NANOS = 60_000_000;

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
    List<Product> found = new ArrayList<>();
    try (FmaPeak peak = new FmaPeak(1)) {
      for (int[] shape : SHAPES) {
        for (int rows : plan.productRows()) {
          found.add(measure(rows, shape, peak));
        }
      }
    }
    return found;
  }

  /** The best of some rounds, in which all take their turn. */
  private static Product measure(int rows, int[] shape, FmaPeak peak) {
    LinearWorkload vector = new LinearWorkload("vector", rows, shape[0], shape[1]);
    LinearWorkload scalar = new LinearWorkload("scalar", rows, shape[0], shape[1]);
    double vectorBest = 0;
    double scalarBest = 0;
    double peakBest = 0;
    for (int round = 0; round < ROUNDS; round++) {
      vectorBest = Math.max(vectorBest, gflops(vector));
      peakBest = Math.max(peakBest, peak.now() / 1e9);
      if (rows <= MOST_SCALAR_ROWS) {
        scalarBest = Math.max(scalarBest, gflops(scalar));
      }
    }
    return new Product(shape[0], shape[1], rows, vectorBest, scalarBest, peakBest);
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
