package dev.lanewise.engine.search;

import dev.lanewise.engine.Similarity;
import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.parallel.Parallel;

/** Vectors as they are, ranked by their exact scores. */
final class FloatVectors implements Scan, Scores {
  private final Similarity similarity;
  private final Kernels kernels;
  private final FloatRows vectors;
  private final Screen screen;

  /**
   * @param squares the dot product of each vector with itself
   */
  FloatVectors(
      Similarity similarity,
      Kernels kernels,
      float[][] vectors,
      float[] squares,
      Parallel threads) {
    this.similarity = similarity;
    this.kernels = kernels;
    this.vectors = new FloatRows(vectors, threads);
    screen = new Screen(similarity, vectors.length == 0 ? 0 : vectors[0].length, squares);
  }

  @Override
  public float score(float[] query, int index) {
    return similarity.of(query, vectors.row(index));
  }

  @Override
  public Blocks blocks() {
    return vectors.blocks();
  }

  @Override
  public Query prepare(float[] query) {
    float square = kernels.dot(query, 0, query, 0, query.length);
    if (!screen.works(square)) {
      return (from, to, _, best) -> {
        float[] row = new float[query.length];
        for (int i = from; i < to; i++) {
          vectors.copy(i, row);
          best.offer(i, similarity.of(query, row));
        }
      };
    }
    return (from, to, scratch, best) -> scan(query, square, from, to, scratch, best);
  }

  private void scan(float[] query, float square, int from, int to, float[] dots, TopK best) {
    vectors.dots(kernels, dots, query, from, to);
    float limit = screen.limit(square, best.threshold());
    for (int i = from; i < to; i++) {
      if (screen.passes(i, dots[i - from], limit)) {
        best.offer(i, score(query, i));
        limit = screen.limit(square, best.threshold());
      }
    }
  }
}
