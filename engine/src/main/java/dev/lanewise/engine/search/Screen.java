package dev.lanewise.engine.search;

import dev.lanewise.engine.Similarity;

/**
 * Tells vectors that aren't among the best by their dot product with the query alone, without the
 * root and the division of the exact score. When in doubt it lets them pass, and the exact score
 * decides.
 *
 * <p>It compares {@code dot · scale + offset}, which grows with the score, with a limit. What isn't
 * a number is smaller than nothing, and passes: so a vector whose square may have left the range of
 * a float has such a scale.
 */
final class Screen {
  private static final float LEAST_SQUARE = 1e-30f;
  private static final float LARGEST_SQUARE = 1e37f;

  /** More than the roundings of a quotient and a root add up to, relative to it. */
  private static final double MARGIN = 1e-6;

  private final Similarity similarity;
  private final double dotError;
  private final float[] scales; // [size]
  private final float[] offsets; // [size]

  /**
   * @param squares the dot product of each vector with itself
   */
  Screen(Similarity similarity, int dimension, float[] squares) {
    this.similarity = similarity;
    // A dot product rounds once for each of its additions, sixteen side by side: 2^-24 each at
    // most.
    // Four times as much covers both squares and the roundings here.
    dotError = (dimension / 16 + 16) * 0x1p-22;
    scales = new float[squares.length];
    offsets = new float[squares.length];
    for (int i = 0; i < squares.length; i++) {
      scales[i] = inRange(squares[i]) ? scale(squares[i]) : Float.NaN;
      offsets[i] = similarity == Similarity.EUCLIDEAN ? (float) (squares[i] * (dotError - 0.5)) : 0;
    }
  }

  private float scale(float square) {
    return similarity == Similarity.COSINE ? (float) (1 / Math.sqrt(square)) : 1;
  }

  /** Whether neither squares nor sums came near the ends of what a float holds. */
  private boolean inRange(float square) {
    return square < LARGEST_SQUARE && (similarity == Similarity.DOT || square > LEAST_SQUARE);
  }

  /** Whether a query can be screened for at all. */
  boolean works(float querySquare) {
    return similarity != Similarity.MANHATTAN && inRange(querySquare);
  }

  /** What to compare with, for vectors whose score must exceed a threshold. */
  float limit(float querySquare, float threshold) {
    double limit =
        switch (similarity) {
          case COSINE -> (threshold - MARGIN) * Math.sqrt(querySquare);
          case DOT -> threshold;
          // |q - v|² = |q|² + |v|² - 2 q·v, where all three may be off.
          case EUCLIDEAN ->
              querySquare * (0.5 - dotError)
                  - (1 + MARGIN) * 0.5 * ((double) threshold * threshold);
          case MANHATTAN -> throw new IllegalStateException("distances of components aren't dots");
        };
    return (float) limit;
  }

  /** Whether a vector may be better than the limit. */
  boolean passes(int index, float dot, float limit) {
    return !(dot * scales[index] + offsets[index] < limit);
  }
}
