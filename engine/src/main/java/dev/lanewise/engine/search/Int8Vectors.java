package dev.lanewise.engine.search;

import dev.lanewise.engine.Similarity;
import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.kernel.NarrowFloats;
import dev.lanewise.engine.parallel.Parallel;

/**
 * Vectors of bytes, each with its scale. The query stays as it is, so that only one of the two is
 * rounded.
 */
final class Int8Vectors implements Scan, Scores {
  private final Similarity similarity;
  private final Kernels kernels;
  private final int dimension;
  private final Blocks blocks;
  private final byte[][] bytes; // [block][blockRows * dimension]
  private final float[] scales; // [size], of the components
  private final float[] weights; // [size], of the sums
  private final float[] offsets; // [size]

  /**
   * @param squares the dot product of each vector with itself, finite
   */
  Int8Vectors(
      Similarity similarity,
      Kernels kernels,
      float[][] vectors,
      float[] squares,
      Parallel threads) {
    this.similarity = similarity;
    this.kernels = kernels;
    dimension = vectors.length == 0 ? 0 : vectors[0].length;
    blocks = Blocks.of(vectors.length, dimension);
    bytes = new byte[blocks.count()][];
    scales = new float[vectors.length];
    weights = new float[vectors.length];
    offsets = new float[vectors.length];
    threads.run(blocks.count(), (block, _) -> quantize(block, vectors, squares));
  }

  private void quantize(int block, float[][] vectors, float[] squares) {
    int start = blocks.start(block);
    int end = blocks.end(block);
    byte[] to = new byte[Math.multiplyExact(end - start, dimension)];
    for (int i = start; i < end; i++) {
      float scale = NarrowFloats.int8Scale(vectors[i]);
      int at = (i - start) * dimension;
      for (int n = 0; n < dimension; n++) {
        to[at + n] = NarrowFloats.toInt8(vectors[i][n], scale);
      }
      scales[i] = scale;
      weights[i] = similarity == Similarity.COSINE ? (float) (scale / length(vectors[i])) : scale;
      // Half of |q - v|², negated, and without |q|², which is the same for all.
      offsets[i] = similarity == Similarity.EUCLIDEAN ? squares[i] / -2 : 0;
    }
    bytes[block] = to;
  }

  /** In double: squares of floats may underflow. What has no length must not divide by it. */
  private static double length(float[] vector) {
    double square = 0;
    for (float component : vector) {
      square += (double) component * component;
    }
    return square == 0 ? 1 : Math.sqrt(square);
  }

  @Override
  public float score(float[] query, int index) {
    byte[] block = bytes[blocks.containing(index)];
    int at = blocks.place(index) * dimension;
    float[] vector = new float[dimension];
    for (int n = 0; n < dimension; n++) {
      vector[n] = NarrowFloats.fromInt8(block[at + n], scales[index]);
    }
    return similarity.of(query, vector);
  }

  @Override
  public Blocks blocks() {
    return blocks;
  }

  @Override
  public Query prepare(float[] query) {
    return (from, to, scratch, best) -> scan(query, from, to, scratch, best);
  }

  private void scan(float[] query, int from, int to, float[] dots, TopK best) {
    int at = blocks.place(from) * dimension;
    kernels.dotsInt8(dots, query, bytes[blocks.containing(from)], at, to - from);
    float threshold = best.threshold();
    for (int i = from; i < to; i++) {
      float key = dots[i - from] * weights[i] + offsets[i];
      if (key > threshold) {
        best.offer(i, key);
        threshold = best.threshold();
      }
    }
  }
}
