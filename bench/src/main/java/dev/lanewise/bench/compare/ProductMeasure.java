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
        gflops("vector", rows, shape, WARM_UP_ROUNDS);
      }
    }
    List<Product> found = new ArrayList<>();
    for (int[] shape : SHAPES) {
      double peak = FmaPeak.measure(1) / 1e9;
      for (int rows : plan.productRows()) {
        double vector = gflops("vector", rows, shape, ROUNDS);
        double scalar = rows <= MOST_SCALAR_ROWS ? gflops("scalar", rows, shape, ROUNDS) : 0;
        found.add(new Product(shape[0], shape[1], rows, vector, scalar, peak));
      }
    }
    return found;
  }

  /** The best of some rounds. */
  private static double gflops(String kernel, int rows, int[] shape, int rounds) {
    LinearWorkload workload = new LinearWorkload(kernel, rows, shape[0], shape[1]);
    double best = 0;
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      long operations = 0;
      long elapsed;
      do {
        workload.compute();
        operations += workload.operations();
        elapsed = System.nanoTime() - start;
      } while (elapsed < TURN_NANOS);
      best = Math.max(best, (double) operations / elapsed);
    }
    return best;
  }
}
