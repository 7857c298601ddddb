package dev.lanewise.engine.search;

import dev.lanewise.engine.kernel.KernelSelector;
import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.parallel.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Groups of vectors around one that all of a group are close to.
 *
 * <p>Every vector with enough close ones is the centre of a candidate. The largest candidates come
 * first; a later one loses what earlier ones have taken, and counts if enough is left. Candidates
 * are counted first and listed when it is their turn, so that memory grows with the vectors and not
 * with the pairs that are close.
 */
final class CommunityDetection {
  /** Vectors that a thread takes at a time: these share a pass over a tile of all. */
  private static final int TASK_VECTORS = 32;

  /** Candidates for each thread that are listed together. */
  private static final int CANDIDATES_PER_THREAD = 8;

  private final Kernels kernels = KernelSelector.choose(KernelSelector.Preference.AUTO).kernels();
  private final float[][] vectors; // [size][dimension]
  private final FloatRows rows; // the same
  private final float[] scales; // [size], one by the length
  private final float threshold;
  private final int minSize;
  private final Parallel threads;

  CommunityDetection(float[][] vectors, float threshold, int minSize, Parallel threads) {
    this.vectors = vectors;
    this.threshold = threshold;
    this.minSize = Math.min(minSize, vectors.length);
    this.threads = threads;
    int dimension = vectors.length == 0 ? 0 : vectors[0].length;
    scales = new float[vectors.length];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = scale(vectors[i], i, dimension);
    }
    rows = new FloatRows(vectors, threads);
  }

  /** In double: squares of floats may leave a float's range. A zero vector is close to none. */
  private static float scale(float[] vector, int index, int dimension) {
    if (vector.length != dimension) {
      throw new IllegalArgumentException(
          "vector " + index + " has " + vector.length + " components, vector 0 " + dimension);
    }
    double square = 0;
    for (float component : vector) {
      square += (double) component * component;
    }
    float scale = square == 0 ? 0 : (float) (1 / Math.sqrt(square));
    if (!Float.isFinite(scale) || (scale == 0 && square > 0) || !(square < 1e37)) {
      throw new IllegalArgumentException("vector " + index + " is out of proportion");
    }
    return scale;
  }

  List<int[]> detect() {
    int[] counts = countClose();
    int[] candidates =
        IntStream.range(0, counts.length)
            .filter(i -> counts[i] >= minSize)
            .boxed()
            .sorted(Comparator.comparingInt((Integer i) -> -counts[i])) // stable
            .mapToInt(Integer::intValue)
            .toArray();
    boolean[] taken = new boolean[vectors.length];
    List<int[]> communities = new ArrayList<>();
    int step = threads.workers() * CANDIDATES_PER_THREAD;
    for (int from = 0; from < candidates.length; from += step) {
      int[] some = Arrays.copyOfRange(candidates, from, Math.min(candidates.length, from + step));
      for (int[] members : close(some, counts)) {
        int[] free = Arrays.stream(members).filter(i -> !taken[i]).toArray();
        if (free.length >= minSize) {
          communities.add(free);
          for (int member : free) {
            taken[member] = true;
          }
        }
      }
    }
    communities.sort(Comparator.comparingInt((int[] members) -> -members.length)); // stable
    return communities;
  }

  /** How many vectors are close to each, itself included. */
  private int[] countClose() {
    int[] counts = new int[vectors.length];
    float[][] scratch = new float[threads.workers()][rows.blocks().tileRows()];
    threads.run(
        Math.ceilDiv(vectors.length, TASK_VECTORS),
        (task, worker) -> {
          float[] dots = scratch[worker];
          int first = task * TASK_VECTORS;
          int end = Math.min(vectors.length, first + TASK_VECTORS);
          int tileEnd;
          for (int tile = 0; tile < vectors.length; tile = tileEnd) {
            tileEnd = rows.blocks().tileEnd(tile);
            for (int i = first; i < end; i++) {
              rows.dots(kernels, dots, vectors[i], tile, tileEnd);
              for (int j = tile; j < tileEnd; j++) {
                counts[i] += score(dots[j - tile], i, j) >= threshold ? 1 : 0;
              }
            }
          }
        });
    return counts;
  }

  /** The vectors close to each of some, the closest first. */
  private int[][] close(int[] centres, int[] counts) {
    int[][] members = new int[centres.length][];
    float[][] scratch = new float[threads.workers()][rows.blocks().tileRows()];
    threads.run(
        centres.length,
        (task, worker) ->
            members[task] = close(centres[task], counts[centres[task]], scratch[worker]));
    return members;
  }

  private int[] close(int centre, int count, float[] dots) {
    long[] keys = new long[count];
    int size = 0;
    int tileEnd;
    for (int tile = 0; tile < vectors.length; tile = tileEnd) {
      tileEnd = rows.blocks().tileEnd(tile);
      rows.dots(kernels, dots, vectors[centre], tile, tileEnd);
      for (int j = tile; j < tileEnd; j++) {
        float score = score(dots[j - tile], centre, j);
        if (score >= threshold) {
          keys[size++] = key(j == centre ? Float.POSITIVE_INFINITY : score, j);
        }
      }
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
  }

  private float score(float dot, int i, int j) {
    return dot * scales[i] * scales[j];
  }

  /** A number that is the smaller, the higher the score; of equal ones, the lower the index. */
  private static long key(float score, int index) {
    int bits = Float.floatToIntBits(score + 0f); // not minus zero
    int ascending = bits ^ (bits >> 31 & Integer.MAX_VALUE);
    return (long) ~ascending << 32 | index;
  }
}
