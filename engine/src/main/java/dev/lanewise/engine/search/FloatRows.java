package dev.lanewise.engine.search;

import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.parallel.Parallel;

/**
 * Vectors end to end, block by block. Memory is read fastest from front to end; of an array for
 * each vector nobody knows where a collector has moved it to. Immutable.
 */
final class FloatRows {
  private final int dimension;
  private final Blocks blocks;
  private final float[][] data; // [block][blockRows * dimension]

  /**
   * Copies vectors.
   *
   * @param vectors {@code [size][dimension]}
   */
  FloatRows(float[][] vectors, Parallel threads) {
    dimension = vectors.length == 0 ? 0 : vectors[0].length;
    blocks = Blocks.of(vectors.length, (long) dimension * Float.BYTES);
    data = new float[blocks.count()][];
    threads.run(
        data.length,
        (block, _) -> {
          int start = blocks.start(block);
          int end = blocks.end(block);
          float[] to = new float[Math.multiplyExact(end - start, dimension)];
          for (int i = start; i < end; i++) {
            System.arraycopy(vectors[i], 0, to, (i - start) * dimension, dimension);
          }
          data[block] = to;
        });
  }

  /** How they are grouped. */
  Blocks blocks() {
    return blocks;
  }

  /** A copy of a vector. */
  float[] row(int index) {
    float[] row = new float[dimension];
    copy(index, row);
    return row;
  }

  /** Copies a vector to an array of its length. */
  void copy(int index, float[] to) {
    System.arraycopy(block(index), offset(index), to, 0, dimension);
  }

  /**
   * The dot products of a vector with some of them.
   *
   * @param out gets them, from the first on
   * @param to the vector to stop before, in the same block as the first
   */
  void dots(Kernels kernels, float[] out, float[] query, int from, int to) {
    kernels.dots(out, query, block(from), offset(from), to - from);
  }

  private float[] block(int index) {
    return data[blocks.containing(index)];
  }

  private int offset(int index) {
    return blocks.place(index) * dimension;
  }
}
