package dev.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.engine.search.VectorGolden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimilarityTest {
  @ParameterizedTest
  @EnumSource(Similarity.class)
  void equalsTheReference(Similarity similarity) {
    float[][] a = VectorGolden.floats("a");
    float[][] b = VectorGolden.floats("b");
    float[][] expected = VectorGolden.floats(similarity.configName());
    float[][] actual = similarity.matrix(a, b);
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < a.length; i++) {
      assertEquals(expected[i].length, actual[i].length);
      for (int j = 0; j < b.length; j++) {
        assertNear(expected[i][j], actual[i][j]);
      }
    }
    float[] pairs = VectorGolden.floats(similarity.configName() + ".pairwise")[0];
    for (int i = 0; i < b.length; i++) {
      assertNear(pairs[i], similarity.of(a[i], b[i]));
    }
  }

  @ParameterizedTest
  @EnumSource(Similarity.class)
  void isTheSameBothWays(Similarity similarity) {
    for (float[] a : VectorGolden.floats("a")) {
      for (float[] b : VectorGolden.floats("b")) {
        assertEquals(similarity.of(a, b), similarity.of(b, a));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Similarity.class)
  void refusesVectorsOfDifferentLength(Similarity similarity) {
    assertThrows(IllegalArgumentException.class, () -> similarity.of(new float[3], new float[4]));
    assertThrows(
        IllegalArgumentException.class,
        () -> similarity.matrix(new float[1][3], new float[][] {{1, 2, 3}, {1, 2}}));
  }

  @ParameterizedTest
  @EnumSource(Similarity.class)
  void ofNothingIsAnEmptyMatrix(Similarity similarity) {
    assertEquals(0, similarity.matrix(new float[0][], new float[2][3]).length);
    assertEquals(0, similarity.matrix(new float[2][3], new float[0][])[1].length);
  }

  /** Squares of such components are beyond the range of a float. */
  @Test
  void theCosineDependsOnNoScale() {
    float[] a = {3, 4};
    float[] b = {4, 3};
    for (float scale : new float[] {1e-37f, 1e-30f, 1e-20f, 1, 1e18f, 1e20f, 8e37f}) {
      float[] scaled = {scale * a[0], scale * a[1]};
      assertEquals(0.96f, Similarity.COSINE.of(scaled, b), 1e-6f, () -> "scale " + scale);
      assertEquals(1, Similarity.COSINE.of(scaled, scaled), 1e-6f, () -> "scale " + scale);
    }
  }

  @Test
  void theCosineStaysBetweenMinusOneAndOne() {
    for (float[] a : VectorGolden.floats("a")) {
      float[] opposite = a.clone();
      for (int i = 0; i < a.length; i++) {
        opposite[i] *= -7;
      }
      assertEquals(1, Math.max(1, Similarity.COSINE.of(a, a)));
      assertEquals(-1, Math.min(-1, Similarity.COSINE.of(a, opposite)));
    }
  }

  @Test
  void aDotProductThatOverflowsIsInfiniteAndNotUndefined() {
    float[] large = {3e38f, 3e38f, 3e38f};
    assertEquals(
        Float.POSITIVE_INFINITY, Similarity.DOT.of(large, new float[] {3e38f, -3e38f, 3e38f}));
    assertEquals(
        Float.NEGATIVE_INFINITY, Similarity.DOT.of(large, new float[] {-3e38f, 3e38f, -3e38f}));
  }

  @Test
  void equalVectorsHaveDistanceZeroWithoutASign() {
    float[] a = {1, 2};
    assertEquals(0, Float.floatToRawIntBits(Similarity.EUCLIDEAN.of(a, a)));
    assertEquals(0, Float.floatToRawIntBits(Similarity.MANHATTAN.of(a, a)));
  }

  private static void assertNear(float expected, float actual) {
    assertEquals(expected, actual, 2e-6f * Math.max(1, Math.abs(expected)));
  }
}
