package dev.lanewise.bench.compare;

import dev.lanewise.bench.results.Contender;
import dev.lanewise.bench.results.ModelResults.Agreement;
import dev.lanewise.engine.Similarity;
import java.util.List;

/** Whether sides compute the same thing: without that, no time means anything. */
final class AgreementCheck {
  /** What fp32 in another order of operations may differ by. */
  private static final double LEAST_COSINE = 0.99999;

  private AgreementCheck() {}

  /** Compares vectors, {@code [texts][dimension]}, of length one. */
  static Agreement compare(Contender contender, float[][] expected, float[][] actual) {
    if (expected.length != actual.length) {
      throw new IllegalArgumentException(actual.length + " vectors for " + expected.length);
    }
    double leastCosine = 1;
    double greatestDifference = 0;
    for (int i = 0; i < expected.length; i++) {
      leastCosine = Math.min(leastCosine, Similarity.COSINE.of(expected[i], actual[i]));
      for (int j = 0; j < expected[i].length; j++) {
        greatestDifference =
            Math.max(greatestDifference, Math.abs((double) expected[i][j] - actual[i][j]));
      }
    }
    return new Agreement(contender, leastCosine, greatestDifference);
  }

  /** Whether a side that computes in fp32 may be timed. */
  static boolean same(Agreement agreement) {
    return agreement.leastCosine() >= LEAST_COSINE;
  }

  /**
   * The vectors of texts, checked to tell the texts apart: equal ones would agree with anything.
   */
  static float[][] reference(Peer peer, List<String> texts) {
    float[][] vectors = peer.encode(texts);
    for (int i = 1; i < vectors.length; i++) {
      if (Similarity.COSINE.of(vectors[0], vectors[i]) > 0.99) {
        throw new IllegalStateException(
            "the model gives different texts the same vector: " + texts.get(i));
      }
    }
    return vectors;
  }
}
