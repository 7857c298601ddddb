package dev.lanewise.engine.search;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.Similarity;
import dev.lanewise.json.JsonNode;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against what the reference makes of the vectors of engine/scripts/make_mining_golden.py. */
class SemanticSearchTest {
  private static final String FILE = "/search/mining.";
  private static final float[][] VECTORS = VectorGolden.floats(FILE + "safetensors", "vectors");
  private static final float[][] QUERIES = VectorGolden.floats(FILE + "safetensors", "queries");
  private static final JsonNode GOLDEN = golden();
  private static final int[][] POSITIVES =
      GOLDEN.get("positives").elements().stream()
          .map(SemanticSearchTest::ints)
          .toArray(int[][]::new);

  private final SemanticSearch search = new SemanticSearch(2);

  @Test
  void minesTheParaphrasesOfTheReference() {
    for (JsonNode golden : GOLDEN.get("paraphrases").elements()) {
      int topK = golden.get("top_k").integer(1, 1000);
      List<ScoredPair> pairs =
          search.paraphraseMining(VECTORS, Similarity.COSINE, topK, Integer.MAX_VALUE);
      List<JsonNode> expected = golden.get("pairs").elements();
      assertEquals(expected.size(), pairs.size());
      for (int i = 0; i < pairs.size(); i++) {
        List<JsonNode> pair = expected.get(i).elements();
        assertEquals(pair.get(0).number(), pairs.get(i).score(), 1e-5);
        assertEquals(pair.get(1).integer(0, 89), pairs.get(i).first());
        assertEquals(pair.get(2).integer(0, 89), pairs.get(i).second());
      }
      assertEquals(
          pairs.subList(0, 7), search.paraphraseMining(VECTORS, Similarity.COSINE, topK, 7));
    }
  }

  /** Few different scores, so that the order of equal ones matters. */
  @Test
  void minesEachPairOnceInTheOrderOfScoresAndPlaces() {
    Random random = new Random(3);
    float[][] vectors = new float[300][4];
    for (float[] vector : vectors) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = random.nextInt(3) - 1;
      }
    }
    for (int topK : new int[] {1, 7, 500}) {
      Set<ScoredPair> expected = new HashSet<>();
      for (int i = 0; i < vectors.length; i++) {
        int self = i;
        List<Match> nearest =
            search
                .semanticSearch(new float[][] {vectors[i]}, vectors, Similarity.EUCLIDEAN, topK + 1)
                .getFirst();
        nearest.stream()
            .filter(match -> match.index() != self)
            .forEach(
                match ->
                    expected.add(
                        new ScoredPair(
                            match.score(),
                            Math.min(self, match.index()),
                            Math.max(self, match.index()))));
      }
      List<ScoredPair> sorted = new ArrayList<>(expected);
      sorted.sort(
          Comparator.comparingDouble((ScoredPair pair) -> -pair.score())
              .thenComparingInt(ScoredPair::first)
              .thenComparingInt(ScoredPair::second));
      assertEquals(
          sorted, search.paraphraseMining(vectors, Similarity.EUCLIDEAN, topK, Integer.MAX_VALUE));
    }
  }

  @Test
  void detectsTheCommunitiesOfTheReference() {
    for (JsonNode golden : GOLDEN.get("communities").elements()) {
      List<int[]> communities =
          search.communityDetection(
              VECTORS,
              (float) golden.get("threshold").number(),
              golden.get("min_size").integer(1, 1000));
      List<JsonNode> expected = golden.get("communities").elements();
      assertEquals(expected.size(), communities.size(), golden::toString);
      for (int i = 0; i < expected.size(); i++) {
        assertArrayEquals(ints(expected.get(i)), communities.get(i), golden.toString());
      }
    }
  }

  @Test
  void communitiesDoNotDependOnTheNumberOfThreads() {
    Random random = new Random(4);
    float[][] vectors = new float[500][3];
    for (float[] vector : vectors) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = random.nextInt(7) - 3;
      }
    }
    List<int[]> alone = new SemanticSearch(1).communityDetection(vectors, 0.9f, 4);
    List<int[]> together = new SemanticSearch(4).communityDetection(vectors, 0.9f, 4);
    assertTrue(alone.size() > 3);
    assertEquals(
        alone.stream().map(Arrays::toString).toList(),
        together.stream().map(Arrays::toString).toList());
    boolean[] taken = new boolean[vectors.length];
    for (int[] community : alone) {
      for (int member : community) {
        assertTrue(!taken[member]);
        taken[member] = true;
      }
    }
  }

  @Test
  void minesTheHardNegativesOfTheReference() {
    for (JsonNode golden : GOLDEN.get("hard_negatives").elements()) {
      HardNegativeOptions options = options(golden.get("options"));
      List<List<Match>> mined = search.mineHardNegatives(QUERIES, VECTORS, POSITIVES, options);
      List<JsonNode> expected = golden.get("negatives").elements();
      for (int query = 0; query < QUERIES.length; query++) {
        assertArrayEquals(
            ints(expected.get(query)),
            mined.get(query).stream().mapToInt(Match::index).toArray(),
            golden.get("options") + " of query " + query);
      }
    }
  }

  @Test
  void samplesHardNegativesAtRandomFromTheSeed() {
    HardNegativeOptions window =
        HardNegativeOptions.DEFAULT.withCount(5).withRange(2, OptionalInt.of(22));
    List<List<Match>> all =
        search.mineHardNegatives(QUERIES, VECTORS, POSITIVES, window.withCount(20));
    List<List<Match>> one =
        search.mineHardNegatives(QUERIES, VECTORS, POSITIVES, window.withRandomSampling(1));
    assertEquals(
        one, search.mineHardNegatives(QUERIES, VECTORS, POSITIVES, window.withRandomSampling(1)));
    assertNotEquals(
        one, search.mineHardNegatives(QUERIES, VECTORS, POSITIVES, window.withRandomSampling(2)));
    for (int query = 0; query < QUERIES.length; query++) {
      List<Match> sample = one.get(query);
      assertEquals(5, Set.copyOf(sample).size());
      assertTrue(all.get(query).containsAll(sample));
      assertEquals(
          sample,
          sample.stream()
              .sorted(Comparator.comparingDouble((Match match) -> -match.score()))
              .toList());
    }
  }

  @Test
  void aQueryWithoutPositivesHasNothingToStayAwayFrom() {
    HardNegativeOptions options =
        HardNegativeOptions.DEFAULT.withMargins(OptionalDouble.of(0.1), OptionalDouble.of(0.1));
    float[][] query = {QUERIES[0]};
    assertEquals(
        search.semanticSearch(query, VECTORS, Similarity.COSINE, 3),
        search.mineHardNegatives(query, VECTORS, new int[1][0], options));
  }

  @Test
  void ofNothingThereIsNothing() {
    float[][] none = {};
    assertEquals(List.of(), search.paraphraseMining(none, Similarity.COSINE, 5, 5));
    assertEquals(List.of(), search.communityDetection(none, 0.5f, 2));
    assertEquals(List.of(), search.semanticSearch(none, none, Similarity.COSINE, 5));
    assertEquals(
        List.of(), search.mineHardNegatives(none, none, new int[0][], HardNegativeOptions.DEFAULT));
    float[][] one = {{1, 2}};
    assertEquals(List.of(), search.paraphraseMining(one, Similarity.COSINE, 5, 5));
    assertArrayEquals(new int[] {0}, search.communityDetection(one, 0.5f, 2).getFirst());
    assertEquals(List.of(), search.communityDetection(new float[2][2], 0.5f, 2));
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThrows(IllegalArgumentException.class, () -> new SemanticSearch(0));
    float[][] wrong = {{1, 2}, {1}};
    float[][] notFinite = {{1, Float.NaN}, {1, 2}};
    for (float[][] vectors : List.of(wrong, notFinite)) {
      assertThrows(
          IllegalArgumentException.class, () -> search.communityDetection(vectors, 0.5f, 1));
      assertThrows(
          IllegalArgumentException.class,
          () -> search.paraphraseMining(vectors, Similarity.COSINE, 1, 1));
    }
    assertThrows(IllegalArgumentException.class, () -> search.communityDetection(VECTORS, 0.5f, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> search.paraphraseMining(VECTORS, Similarity.COSINE, 0, 1));
    HardNegativeOptions options = HardNegativeOptions.DEFAULT;
    for (int[][] positives :
        List.of(
            new int[1][0],
            IntStream.range(0, 12)
                .mapToObj(i -> new int[] {i == 11 ? 90 : i})
                .toArray(int[][]::new))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> search.mineHardNegatives(QUERIES, VECTORS, positives, options));
    }
    assertThrows(IllegalArgumentException.class, () -> options.withCount(0));
    assertThrows(IllegalArgumentException.class, () -> options.withRange(-1, OptionalInt.empty()));
    assertThrows(IllegalArgumentException.class, () -> options.withRange(4, OptionalInt.of(6)));
  }

  private static HardNegativeOptions options(JsonNode json) {
    HardNegativeOptions options = HardNegativeOptions.DEFAULT;
    if (json.has("num_negatives")) {
      options =
          options
              .withRange(0, OptionalInt.empty())
              .withCount(json.get("num_negatives").integer(1, 1000));
    }
    OptionalInt rangeMax =
        json.find("range_max")
            .map(max -> OptionalInt.of(max.integer(1, 1000)))
            .orElse(OptionalInt.empty());
    return options
        .withRange(json.getOr("range_min", 0, min -> min.integer(0, 1000)), rangeMax)
        .withScores(number(json, "min_score"), number(json, "max_score"))
        .withMargins(number(json, "absolute_margin"), number(json, "relative_margin"));
  }

  private static OptionalDouble number(JsonNode json, String key) {
    return json.find(key)
        .map(value -> OptionalDouble.of(value.number()))
        .orElse(OptionalDouble.empty());
  }

  private static int[] ints(JsonNode json) {
    return json.elements().stream().mapToInt(node -> node.integer(0, 1000)).toArray();
  }

  private static JsonNode golden() {
    try {
      return JsonNode.read(
          Path.of(requireNonNull(SemanticSearchTest.class.getResource(FILE + "json")).toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
