package dev.lanewise.engine.layer;

import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.engine.weights.Tensor;
import java.util.Arrays;

/**
 * The relative position bias of T5 (Raffel et al. 2020), in both directions: a learned number for
 * each head and bucket of distances. Half of the buckets are for keys after the query; of each half
 * the first half stands for one distance each, the others for ranges that grow exponentially up to
 * a distance from which on all are alike.
 */
public final class BucketedBias implements ScoreBias {
  private final int reach;
  private final float[][] byDistance; // [heads][2 * reach + 1], distance -reach first

  private BucketedBias(int reach, float[][] byDistance) {
    this.reach = reach;
    this.byDistance = byDistance;
  }

  /**
   * Loads {@code weight} {@code [buckets][heads]}.
   *
   * @param buckets at least four
   * @param maxDistance the distance from which on all are alike; more than {@code buckets / 4}
   */
  public static BucketedBias load(NamedTensors scope, int buckets, int maxDistance, int heads) {
    Tensor tensor = scope.get("weight", buckets, heads);
    float[] table = new float[buckets * heads];
    tensor.read(0, table, 0, table.length);
    tensor.requireFinite(table, table.length, 0);
    float[][] byDistance = new float[heads][2 * maxDistance + 1];
    for (int i = 0; i <= 2 * maxDistance; i++) {
      int bucket = bucket(i - maxDistance, buckets, maxDistance);
      for (int head = 0; head < heads; head++) {
        byDistance[head][i] = table[bucket * heads + head];
      }
    }
    return new BucketedBias(maxDistance, byDistance);
  }

  /**
   * The bucket of a distance.
   *
   * @param distance the position of the query less that of the key
   */
  static int bucket(int distance, int buckets, int maxDistance) {
    int half = buckets / 2;
    int exact = half / 2;
    int from = distance < 0 ? half : 0;
    int size = Math.abs(distance);
    if (size < exact) {
      return from + size;
    }
    double share = Math.log((double) size / exact) / Math.log((double) maxDistance / exact);
    return from + Math.min(half - 1, exact + (int) (share * (half - exact)));
  }

  @Override
  public void fill(int head, int first, int count, float[] biases) {
    float[] table = byDistance[head];
    int before = Math.clamp(-reach - (long) first, 0, count);
    int within = Math.clamp(reach + 1 - (long) first, before, count);
    Arrays.fill(biases, 0, before, table[0]);
    if (within > before) {
      System.arraycopy(table, first + before + reach, biases, before, within - before);
    }
    Arrays.fill(biases, within, count, table[2 * reach]);
  }
}
