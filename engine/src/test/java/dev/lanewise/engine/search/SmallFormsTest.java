package dev.lanewise.engine.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.Similarity;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmallFormsTest {
  private static final int SIZE = 3000;
  private static final int DIMENSION = 100;

  private final Random random = new Random(3);
  private final float[][] vectors = ClusteredVectors.of(random, SIZE, DIMENSION);
  private final float[][] queries = ClusteredVectors.of(random, 30, DIMENSION);

  @ParameterizedTest
  @CsvSource({
    "COSINE,INT8,FLOAT32,2,0.999",
    "DOT,INT8,FLOAT32,2,0.999",
    "EUCLIDEAN,INT8,FLOAT32,2,0.999",
    "COSINE,INT8,INT8,1,0.95",
    "EUCLIDEAN,INT8,INT8,1,0.95",
    "COSINE,BINARY,FLOAT32,20,0.9",
    "DOT,BINARY,INT8,20,0.9",
  })
  void findsMostOfTheTenBest(
      Similarity similarity, VectorForm form, VectorForm rescoring, int factor, double recall) {
    IndexOptions options =
        IndexOptions.DEFAULT.withThreads(2).withForm(form).withRescoring(rescoring, factor);
    List<List<Match>> exact = new VectorIndex(vectors, similarity).search(queries, 10);
    List<List<Match>> found = new VectorIndex(vectors, similarity, options).search(queries, 10);
    int hits = 0;
    for (int q = 0; q < queries.length; q++) {
      Set<Integer> best = indices(exact.get(q));
      best.retainAll(indices(found.get(q)));
      hits += best.size();
    }
    double share = hits / (10.0 * queries.length);
    assertTrue(share >= recall, () -> "found " + share);
  }

  @ParameterizedTest
  @EnumSource(
      value = VectorForm.class,
      names = {"INT8", "BINARY"})
  void isExactWhereAllAreCandidates(VectorForm form) {
    IndexOptions options =
        IndexOptions.DEFAULT.withForm(form).withRescoring(VectorForm.FLOAT32, SIZE / 10);
    for (Similarity similarity : List.of(Similarity.COSINE, Similarity.DOT, Similarity.EUCLIDEAN)) {
      assertEquals(
          new VectorIndex(vectors, similarity).search(queries, 10),
          new VectorIndex(vectors, similarity, options).search(queries, 10));
    }
  }

  /** Also where the last word of bits isn't full and where vectors fill several blocks. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 60, 64, 65, 1024})
  void threadsDontShowInResults(int dimension) {
    float[][] many = ClusteredVectors.of(random, 2000, dimension);
    float[][] some = ClusteredVectors.of(random, 3, dimension);
    for (VectorForm form : List.of(VectorForm.INT8, VectorForm.BINARY)) {
      IndexOptions options = IndexOptions.DEFAULT.withForm(form);
      List<List<Match>> alone =
          new VectorIndex(many, Similarity.DOT, options.withThreads(1)).search(some, 5);
      assertEquals(
          alone, new VectorIndex(many, Similarity.DOT, options.withThreads(4)).search(some, 5));
    }
  }

  /** Opposite signs everywhere are as far as can be; a component of zero isn't positive. */
  @Test
  void bitsAreThoseOfPositiveComponents() {
    float[][] signs = {{-1, -2, -3}, {1, 0, 3}, {1, 2, 3}, {5, -0.0f, 1}};
    IndexOptions options =
        IndexOptions.DEFAULT.withForm(VectorForm.BINARY).withRescoring(VectorForm.FLOAT32, 1);
    VectorIndex index = new VectorIndex(signs, Similarity.DOT, options);
    assertEquals(Set.of(1, 3), indices(index.search(new float[] {1, -1, 1}, 2)));
    assertEquals(Set.of(2), indices(index.search(new float[] {1, 1, 1}, 1)));
  }

  /** Their scores are then those of what is left of them. */
  @Test
  void letsTheVectorsGoIfInt8IsAllThatIsWanted() {
    IndexOptions options =
        IndexOptions.DEFAULT.withForm(VectorForm.INT8).withRescoring(VectorForm.INT8, 1);
    float[][] given = ClusteredVectors.of(random, 50, DIMENSION);
    VectorIndex index = new VectorIndex(given, Similarity.COSINE, options);
    List<Match> before = index.search(queries[0], 50);
    for (Match match : before) {
      assertEquals(Similarity.COSINE.of(queries[0], given[match.index()]), match.score(), 0.01f);
    }
    for (float[] vector : given) {
      vector[0] = 1000;
    }
    assertEquals(before, index.search(queries[0], 50));
  }

  @Test
  void refusesWhatItCannotRank() {
    IndexOptions options = IndexOptions.DEFAULT.withForm(VectorForm.INT8);
    assertThrows(
        IllegalArgumentException.class,
        () -> new VectorIndex(vectors, Similarity.MANHATTAN, options));
    float[][] large = {{1e19f, 0}};
    assertThrows(
        IllegalArgumentException.class, () -> new VectorIndex(large, Similarity.DOT, options));
    VectorIndex index = new VectorIndex(new float[][] {{1, 0}}, Similarity.DOT, options);
    assertThrows(IllegalArgumentException.class, () -> index.search(large[0], 1));
  }

  @Test
  void refusesOptionsThatContradictEachOther() {
    IndexOptions exact = IndexOptions.DEFAULT;
    IndexOptions binary = exact.withForm(VectorForm.BINARY);
    assertThrows(IllegalArgumentException.class, () -> exact.withThreads(0));
    assertThrows(IllegalArgumentException.class, () -> exact.withRescoring(VectorForm.INT8, 1));
    assertThrows(IllegalArgumentException.class, () -> exact.withRescoring(VectorForm.FLOAT32, 2));
    assertThrows(IllegalArgumentException.class, () -> binary.withRescoring(VectorForm.BINARY, 1));
    assertThrows(IllegalArgumentException.class, () -> binary.withRescoring(VectorForm.INT8, 0));
  }

  private static Set<Integer> indices(List<Match> matches) {
    Set<Integer> indices = new HashSet<>();
    matches.forEach(match -> indices.add(match.index()));
    return indices;
  }
}
