package dev.lanewise.engine.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.engine.Similarity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against sorting by the similarity of each vector, bit by bit. */
@Tag("kernel")
class ExactSearchTest {
  @ParameterizedTest
  @CsvSource({"0,7", "1,7", "5,1", "5,1024", "1000,1", "1000,7", "1000,60", "1000,384", "600,1024"})
  void findsWhatSortingFinds(int size, int dimension) {
    Random random = new Random(size + dimension);
    float[][] vectors = ClusteredVectors.of(random, size, dimension);
    float[][] queries = ClusteredVectors.of(random, 3, dimension);
    for (Similarity similarity : Similarity.values()) {
      for (int threads = 1; threads <= 4; threads++) {
        IndexOptions options = IndexOptions.DEFAULT.withThreads(threads);
        VectorIndex index = new VectorIndex(vectors, similarity, options);
        for (float[] query : queries) {
          List<Match> sorted = sorted(similarity, vectors, query);
          for (int count : new int[] {1, 10, size + 1}) {
            assertEquals(sorted.subList(0, Math.min(count, size)), index.search(query, count));
          }
        }
      }
    }
  }

  /** The length of some is such that their squares leave the range of a float. */
  @ParameterizedTest
  @EnumSource(Similarity.class)
  void findsVectorsOfAnyLength(Similarity similarity) {
    Random random = new Random(5);
    float[][] vectors = ClusteredVectors.of(random, 400, 37);
    float[] lengths = {0, 1e-40f, 1e-30f, 1e-20f, 1e-14f, 1, 1e10f, 3e18f, 1e19f, 1e30f};
    for (int i = 0; i < vectors.length; i++) {
      for (int n = 0; n < 37; n++) {
        vectors[i][n] *= lengths[i % lengths.length];
      }
    }
    VectorIndex index = new VectorIndex(vectors, similarity);
    for (int i = 0; i < 2 * lengths.length; i++) {
      assertEquals(
          sorted(similarity, vectors, vectors[i]).subList(0, 7), index.search(vectors[i], 7));
    }
  }

  /** What a screen that is too strict would lose: scores that differ in their last bits only. */
  @ParameterizedTest
  @EnumSource(Similarity.class)
  void tellsNearlyEqualVectorsApart(Similarity similarity) {
    Random random = new Random(6);
    float[] centre = ClusteredVectors.of(random, 1, 384)[0];
    float[][] vectors = new float[2000][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = centre.clone();
      vectors[i][random.nextInt(384)] += (float) random.nextGaussian() * 1e-6f;
    }
    VectorIndex index = new VectorIndex(vectors, similarity);
    assertEquals(sorted(similarity, vectors, centre).subList(0, 20), index.search(centre, 20));
  }

  /** More queries than share a pass. */
  @ParameterizedTest
  @EnumSource(VectorForm.class)
  void severalQueriesFindWhatEachDoes(VectorForm form) {
    Random random = new Random(8);
    float[][] vectors = ClusteredVectors.of(random, 1000, 384);
    float[][] queries = ClusteredVectors.of(random, 70, 384);
    IndexOptions options = IndexOptions.DEFAULT.withThreads(3).withForm(form);
    VectorIndex index = new VectorIndex(vectors, Similarity.COSINE, options);
    List<List<Match>> alone = Arrays.stream(queries).map(q -> index.search(q, 4)).toList();
    assertEquals(alone, index.search(queries, 4));
    assertEquals(List.of(), index.search(new float[0][], 4));
  }

  @Test
  void callersAtTheSameTimeFindWhatEachDoes() {
    Random random = new Random(9);
    float[][] vectors = ClusteredVectors.of(random, 1000, 384);
    float[][] queries = ClusteredVectors.of(random, 40, 384);
    IndexOptions options = IndexOptions.DEFAULT.withThreads(2);
    VectorIndex index = new VectorIndex(vectors, Similarity.DOT, options);
    List<List<Match>> alone = new ArrayList<>(index.search(queries, 5));
    List<List<Match>> together =
        Arrays.stream(queries).parallel().map(query -> index.search(query, 5)).toList();
    assertEquals(alone, together);
  }

  static List<Match> sorted(Similarity similarity, float[][] vectors, float[] query) {
    float[] scores = new float[vectors.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = similarity.of(query, vectors[i]);
    }
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(
            (i, j) ->
                scores[i] == scores[j]
                    ? Integer.compare(i, j)
                    : Float.compare(scores[j], scores[i]))
        .map(i -> new Match(i, scores[i]))
        .toList();
  }
}
