package dev.lanewise.bench.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** How fast memory can be read from front to end: sums of arrays that no cache holds. */
public final class ReadBandwidth implements AutoCloseable {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CHUNK = 1 << 24; // 64 MiB

  private final Workers workers;
  private final double stepBytes;

  /**
   * Of some threads together.
   *
   * @param bytes how much each thread reads, over and over; several times the caches
   */
  public ReadBandwidth(int threads, long bytes) {
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
    stepBytes = (double) chunks * CHUNK * Float.BYTES;
    workers = new Workers(threads, i -> () -> sum(memory.get(i)));
  }

  /** The bandwidth of some threads together, in bytes a second; see the constructor. */
  public static double measure(int threads, long bytes) {
    try (ReadBandwidth bandwidth = new ReadBandwidth(threads, bytes)) {
      return bandwidth.workers.bestRate() * bandwidth.stepBytes;
    }
  }

  /** What can be had right now, to take turns with what is compared to it; the same unit. */
  public double now() {
    return workers.rate() * stepBytes;
  }

  @Override
  public void close() {
    workers.close();
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
      a = FloatVector.fromArray(SPECIES, values, i).add(a);
      b = FloatVector.fromArray(SPECIES, values, i + lanes).add(b);
      c = FloatVector.fromArray(SPECIES, values, i + 2 * lanes).add(c);
      d = FloatVector.fromArray(SPECIES, values, i + 3 * lanes).add(d);
    }
    return FloatVector.zero(SPECIES).add(a).add(b).add(c).add(d).reduceLanes(VectorOperators.ADD);
  }
}
