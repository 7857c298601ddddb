package dev.lanewise.engine.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.Similarity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class ScoreFusionTest {
  private static final List<Match> DENSE =
      List.of(new Match(7, 0.75f), new Match(3, 0.5f), new Match(5, 0.125f));
  private static final List<Match> WORDS = List.of(new Match(3, 4), new Match(9, 2));

  @Test
  void addsWeightedScores() {
    // 9 is taken to be as similar as 5, the least similar.
    assertEquals(
        List.of(new Match(3, 2), new Match(7, 1.5f), new Match(9, 0.75f), new Match(5, 0.25f)),
        new ScoreFusion(2, 0.25).fuse(DENSE, WORDS, 10));
    assertEquals(1, new ScoreFusion(2, 0.25).fuse(DENSE, WORDS, 1).size());
  }

  @Test
  void ofNothingIsNothing() {
    ScoreFusion fusion = new ScoreFusion(1, 1);
    assertEquals(List.of(), fusion.fuse(List.of(), List.of(), 5));
    assertEquals(List.of(), fusion.fuse(DENSE, WORDS, 0));
    assertEquals(WORDS, fusion.fuse(List.of(), WORDS, 5));
    assertEquals(DENSE, fusion.fuse(DENSE, List.of(), 5));
  }

  @Test
  void ofEqualScoresTheLowerIndexIsBetter() {
    List<Match> same = List.of(new Match(8, 1), new Match(2, 1), new Match(4, 1));
    assertEquals(
        List.of(2, 4, 8),
        new ScoreFusion(1, 0).fuse(same, List.of(), 3).stream().map(Match::index).toList());
  }

  @Test
  void wordsAreWeighedByHowFarSimilaritiesScatter() {
    // Similarities 1, 0, 0: their mean is 1/3, their variance 2/9.
    float[][] vectors = {{1, 0}, {1, 0}, {0, 1}};
    ScoreFusion fusion = of(350, vectors, Similarity.COSINE);
    assertEquals(1, fusion.denseWeight());
    assertEquals(0.2 * Math.sqrt(2.0 / 9), fusion.bm25Weight(), 1e-9);
    // The scale of the similarity doesn't count.
    float[][] larger = {{10, 0}, {10, 0}, {0, 10}};
    assertEquals(100 * fusion.bm25Weight(), of(350, larger, Similarity.DOT).bm25Weight(), 1e-6);
  }

  @Test
  void wordsCountMoreWhereTextsAreLong() {
    float[][] vectors = {{1, 0}, {0, 1}, {1, 0}};
    double weight = of(350, vectors, Similarity.COSINE).bm25Weight();
    assertEquals(
        weight * Math.pow(2, 0.75), of(700, vectors, Similarity.COSINE).bm25Weight(), 1e-9);
    // Only as far as was measured.
    assertEquals(of(1000, vectors, Similarity.COSINE), of(100_000, vectors, Similarity.COSINE));
    assertEquals(of(20, vectors, Similarity.COSINE), of(0, vectors, Similarity.COSINE));
    List<String> chinese = Collections.nCopies(3, "管".repeat(175));
    assertEquals(weight, ScoreFusion.of(chinese, vectors, Similarity.COSINE).bm25Weight(), 1e-9);
  }

  @Test
  void manyTextsAreSampledEvenly() {
    float[][] vectors = new float[100_000][];
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      boolean first = i < vectors.length / 2;
      vectors[i] = first ? new float[] {1, 0} : new float[] {0, 1};
      texts.add("a".repeat(first ? 300 : 400));
    }
    // Half of all pairs are of one kind, nearly.
    double weight = ScoreFusion.of(texts, vectors, Similarity.COSINE).bm25Weight();
    assertEquals(0.2 * 0.5, weight, 1e-3);
  }

  @Test
  void whereSimilarityTellsNothingWordsDecide() {
    float[][] same = {{1, 0}, {1, 0}};
    for (float[][] vectors : new float[][][] {same, {{1, 2}}}) {
      assertEquals(0.2, of(350, vectors, Similarity.COSINE).bm25Weight());
    }
    assertTrue(of(350, new float[0][], Similarity.COSINE).bm25Weight() > 0);
    List<Match> dense = List.of(new Match(0, 1), new Match(1, 1));
    assertEquals(
        1,
        of(350, same, Similarity.COSINE)
            .fuse(dense, List.of(new Match(1, 0.1f)), 1)
            .getFirst()
            .index());
  }

  /** The fusion for texts of a length. */
  private static ScoreFusion of(int length, float[][] vectors, Similarity similarity) {
    return ScoreFusion.of(
        Collections.nCopies(vectors.length, "a".repeat(length)), vectors, similarity);
  }

  @Test
  void oneSideCanCountMore() {
    ScoreFusion fusion = new ScoreFusion(1, 0.5);
    assertEquals(fusion, fusion.withDenseShare(0.5));
    assertEquals(new ScoreFusion(2, 0), fusion.withDenseShare(1));
    assertEquals(new ScoreFusion(0, 1), fusion.withDenseShare(0));
    assertEquals(new ScoreFusion(0.5, 0.75), fusion.withDenseShare(0.25));
  }

  @Test
  void refusesWhatMakesNoSense() {
    for (double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> new ScoreFusion(wrong, 1));
      assertThrows(IllegalArgumentException.class, () -> new ScoreFusion(1, wrong));
    }
    ScoreFusion fusion = new ScoreFusion(1, 1);
    assertThrows(IllegalArgumentException.class, () -> fusion.withDenseShare(1.1));
    assertThrows(IllegalArgumentException.class, () -> fusion.withDenseShare(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> fusion.fuse(DENSE, WORDS, -1));
    assertThrows(
        IllegalArgumentException.class,
        () -> of(350, new float[][] {{1}, {1, 2}}, Similarity.COSINE));
    assertThrows(
        IllegalArgumentException.class,
        () -> ScoreFusion.of(List.of("one"), new float[2][1], Similarity.COSINE));
  }
}
