package dev.lanewise.weights.verify;

import dev.lanewise.engine.Embeddings;
import dev.lanewise.engine.SentenceEncoder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Compares the vectors that two models give to the same texts. */
public final class ModelComparison {
  /** Texts encoded at once. */
  private static final int CHUNK = 256;

  private ModelComparison() {}

  /**
   * The cosines of two models' vectors, text by text.
   *
   * @throws IllegalArgumentException if there are no texts, or the vectors differ in length
   */
  public static CosineSummary compare(
      SentenceEncoder reference, SentenceEncoder other, Iterator<String> texts) {
    if (reference.info().dimension() != other.info().dimension()) {
      throw new IllegalArgumentException(
          "vectors have "
              + reference.info().dimension()
              + " and "
              + other.info().dimension()
              + " components");
    }
    int count = 0;
    double min = Double.POSITIVE_INFINITY;
    double sum = 0;
    int worst = 0;
    while (texts.hasNext()) {
      List<String> chunk = new ArrayList<>();
      while (texts.hasNext() && chunk.size() < CHUNK) {
        chunk.add(texts.next());
      }
      Embeddings expected = reference.encode(chunk);
      Embeddings actual = other.encode(chunk);
      for (int i = 0; i < chunk.size(); i++) {
        double cosine = cosine(expected.vector(i), actual.vector(i));
        if (cosine < min) {
          min = cosine;
          worst = count;
        }
        sum += cosine;
        count++;
      }
    }
    if (count == 0) {
      throw new IllegalArgumentException("there are no texts to compare with");
    }
    return new CosineSummary(count, min, sum / count, worst);
  }

  /** In double precision: what is looked for is in the last digits of a float. */
  static double cosine(float[] a, float[] b) {
    double dot = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      squaresOfA += (double) a[i] * a[i];
      squaresOfB += (double) b[i] * b[i];
    }
    double lengths = Math.sqrt(squaresOfA) * Math.sqrt(squaresOfB);
    return lengths == 0 ? 0 : dot / lengths;
  }
}
