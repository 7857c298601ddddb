package dev.lanewise.engine.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.Similarity;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorIndexTest {
  /** Few different components, so that many scores are equal. */
  @ParameterizedTest
  @EnumSource(Similarity.class)
  void findsWhatSortingAllFindsTheFirstOfEqualsFirst(Similarity similarity) {
    Random random = new Random(7);
    float[][] vectors = vectors(random, 300, 5);
    VectorIndex index = new VectorIndex(vectors, similarity);
    for (float[] query : vectors(random, 20, 5)) {
      float[] scores = similarity.matrix(new float[][] {query}, vectors)[0];
      List<Match> all =
          IntStream.range(0, vectors.length)
              .boxed()
              .sorted(
                  (i, j) ->
                      scores[i] == scores[j]
                          ? Integer.compare(i, j)
                          : Float.compare(scores[j], scores[i]))
              .map(i -> new Match(i, scores[i]))
              .toList();
      for (int count : new int[] {0, 1, 2, 10, 299, 300, 301, Integer.MAX_VALUE}) {
        assertEquals(all.subList(0, Math.min(count, 300)), index.search(query, count));
      }
    }
  }

  /** Minus zero is what a dot product is whose products all underflow. */
  @Test
  void zeroAndMinusZeroAreEqual() {
    float[][] vectors = {filled(-1e-30f), filled(0), filled(1e-30f)};
    List<Match> matches = new VectorIndex(vectors, Similarity.DOT).search(filled(1e-30f), 3);
    assertEquals(-0.0f, matches.get(0).score());
    assertEquals(List.of(0, 1, 2), matches.stream().map(Match::index).toList());
  }

  @Test
  void anExactIndexHasVectorsOfItsOwn() {
    float[][] vectors = {{1, 0}, {0, 1}};
    VectorIndex index = new VectorIndex(vectors, Similarity.DOT);
    vectors[0][0] = 0;
    vectors[1] = new float[] {5, 5};
    assertEquals(List.of(new Match(0, 1), new Match(1, 0)), index.search(new float[] {1, 0}, 2));
  }

  @Test
  void anEmptyIndexHasNoMatches() {
    VectorIndex index = new VectorIndex(new float[0][], Similarity.COSINE);
    assertEquals(0, index.size());
    assertEquals(List.of(), index.search(new float[] {1, 2}, 3));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void refusesVectorsThatAreNotFinite(float bad) {
    float[][] vectors = {{1, 2}, {3, bad}};
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new VectorIndex(vectors, Similarity.DOT));
    assertTrue(String.valueOf(e.getMessage()).contains("vector 1 "), e::getMessage);
    VectorIndex index = new VectorIndex(new float[][] {{1, 2}}, Similarity.DOT);
    assertThrows(IllegalArgumentException.class, () -> index.search(new float[] {bad, 1}, 1));
  }

  @Test
  void refusesVectorsOfAnotherLength() {
    float[][] ragged = {{1, 2}, {1, 2, 3}};
    assertThrows(IllegalArgumentException.class, () -> new VectorIndex(ragged, Similarity.DOT));
    VectorIndex index = new VectorIndex(new float[][] {{1, 2}}, Similarity.DOT);
    assertThrows(IllegalArgumentException.class, () -> index.search(new float[3], 1));
  }

  @Test
  void refusesANegativeCount() {
    VectorIndex index = new VectorIndex(new float[][] {{1, 2}}, Similarity.DOT);
    assertThrows(IllegalArgumentException.class, () -> index.search(new float[2], -1));
  }

  private static float[] filled(float component) {
    float[] vector = new float[16];
    Arrays.fill(vector, component);
    return vector;
  }

  private static float[][] vectors(Random random, int size, int dimension) {
    float[][] vectors = new float[size][dimension];
    for (float[] vector : vectors) {
      for (int i = 0; i < dimension; i++) {
        vector[i] = random.nextInt(-1, 2);
      }
    }
    return vectors;
  }
}
