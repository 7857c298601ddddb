package dev.lanewise.bench.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** How fast memory can be read from front to end: sums of arrays that no cache holds. */
public final class ReadBandwidth {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CHUNK = 1 << 24; // 64 MiB

  private ReadBandwidth() {}

  /**
   * The bandwidth of some threads together, in bytes a second.
   *
   * @param bytes how much each thread reads, over and over; several times the caches
   */
  public static double measure(int threads, long bytes) {
    int chunks = Math.toIntExact(Math.max(1, bytes / CHUNK / Float.BYTES));
    List<float[][]> memory = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      float[][] part = new float[chunks][CHUNK];
      for (float[] chunk : part) {
        // Untouched pages would all be one page of zeros.
        Arrays.fill(chunk, 1);
      }
      memory.add(part);
    }
    double stepBytes = (double) chunks * CHUNK * Float.BYTES;
    return Workers.bestRate(threads, stepBytes, i -> () -> sum(memory.get(i)));
  }

  private static float sum(float[][] chunks) {
    float sum = 0;
    for (float[] chunk : chunks) {
      sum += sum(chunk);
    }
    return sum;
  }

  private static float sum(float[] values) {
    int lanes = SPECIES.length();
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int i = 0; i < values.length; i += 4 * lanes) {
      a = a.add(FloatVector.fromArray(SPECIES, values, i));
      b = b.add(FloatVector.fromArray(SPECIES, values, i + lanes));
      c = c.add(FloatVector.fromArray(SPECIES, values, i + 2 * lanes));
      d = d.add(FloatVector.fromArray(SPECIES, values, i + 3 * lanes));
    }
    return a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
  }
}
