package dev.lanewise.engine;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.json.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Scores of pairs against the reference; see engine/scripts/make_head_models.py. */
@Tag("once")
class CrossEncoderTest {
  private static final double TOLERANCE = 1e-5;

  static final List<String> MODELS = Golden.models("/heads", "expected.safetensors");

  private static final String QUERY = "What is PVC?";

  @TempDir Path folder;

  @AfterEach
  void leavesNeitherMappingsNorThreads() {
    Leftovers.assertNone(folder);
  }

  static Path model(String name) {
    return Golden.resource("/heads/" + name);
  }

  private static List<TextPair> pairs() throws IOException {
    return Files.readAllLines(model("pairs.jsonl")).stream()
        .map(
            line -> JsonNode.parse("pairs", ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8))))
        .map(JsonNode::elements)
        .map(pair -> new TextPair(pair.get(0).string(), pair.get(1).string()))
        .toList();
  }

  @ParameterizedTest
  @FieldSource("MODELS")
  void scoresLikeTheReference(String name) throws IOException {
    try (CrossEncoder encoder = CrossEncoder.open(model(name))) {
      assertMatches(name, "scores", encoder.score(pairs()));
      assertMatches(name, "logits", encoder.score(pairs(), ScoreOptions.RAW));
    }
  }

  @ParameterizedTest
  @FieldSource("MODELS")
  void saysWhatTheHeadLooksAt(String name) {
    try (CrossEncoder encoder = CrossEncoder.open(model(name))) {
      CrossEncoderInfo info = encoder.info();
      assertEquals(List.of(), info.encoder().warnings());
      assertEquals(List.of(name.equals("modernbert-reranker") ? "mean" : "cls"), info.pooling());
    }
  }

  @Test
  void camembertIsRoberta() throws IOException {
    FolderCopy copy = copy("roberta-nli");
    copy.replace("config.json", "\"roberta\"", "\"camembert\"");
    try (CrossEncoder expected = CrossEncoder.open(model("roberta-nli"));
        CrossEncoder actual = CrossEncoder.open(copy.path())) {
      List<PairScore> scores = actual.score(pairs());
      List<PairScore> same = expected.score(pairs());
      for (int i = 0; i < same.size(); i++) {
        assertArrayEquals(same.get(i).scores(), scores.get(i).scores());
      }
    }
  }

  @Test
  void namesOfGteMayStandBelowEitherPrefix() throws IOException {
    copy("gte-reranker")
        .weights(
            tensors ->
                List.copyOf(tensors.keySet())
                    .forEach(
                        name ->
                            tensors.put(
                                name.replaceFirst("^new\\.", "gte."),
                                requireNonNull(tensors.remove(name)))));
    try (CrossEncoder encoder = CrossEncoder.open(folder)) {
      assertMatches("gte-reranker", "scores", encoder.score(pairs()));
      assertEquals(List.of(), encoder.info().encoder().warnings());
    }
  }

  @Test
  void givesProbabilitiesOfSeveralLabels() throws IOException {
    try (CrossEncoder encoder = CrossEncoder.open(model("bert-nli"))) {
      assertEquals(List.of("contradiction", "entailment", "neutral"), encoder.labels());
      ScoreOptions softmax = ScoreOptions.DEFAULT.withActivation(ScoreActivation.SOFTMAX);
      for (PairScore score : encoder.score(pairs(), softmax)) {
        double sum = 0;
        for (float probability : score.scores()) {
          sum += probability;
        }
        assertEquals(1, sum, 1e-6);
      }
      assertThrows(IllegalStateException.class, () -> encoder.score("a", "b"));
      assertThrows(IllegalStateException.class, () -> encoder.rank("a", List.of("b")));
    }
  }

  private static void assertMatches(String name, String what, List<PairScore> actual) {
    float[][] expected =
        Golden.tensor(model(name).resolve("expected.safetensors"), what).orElseThrow();
    assertEquals(expected.length, actual.size());
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i].length, actual.get(i).scores().length);
      for (int label = 0; label < expected[i].length; label++) {
        assertEquals(
            expected[i][label],
            actual.get(i).scores()[label],
            TOLERANCE,
            name + ", " + what + " of pair " + i);
      }
    }
  }

  @Test
  void scoresAPairAloneAsInAnyCompanyOnAnyThreads() throws IOException {
    List<TextPair> pairs = pairs();
    try (CrossEncoder alone =
            CrossEncoder.open(model("bert-saved"), LoadOptions.DEFAULT.withThreads(1));
        CrossEncoder together =
            CrossEncoder.open(model("bert-saved"), LoadOptions.DEFAULT.withThreads(3))) {
      List<PairScore> all = together.score(pairs);
      try (Stream<PairScore> streamed = together.score(pairs.stream(), ScoreOptions.DEFAULT)) {
        List<PairScore> list = streamed.toList();
        for (int i = 0; i < pairs.size(); i++) {
          float[] expected = alone.score(List.of(pairs.get(i))).get(0).scores();
          assertArrayEquals(expected, all.get(i).scores());
          assertArrayEquals(expected, list.get(i).scores());
        }
      }
    }
  }

  @Test
  void cutsTheLongerTextAndSaysSo() {
    try (CrossEncoder encoder = CrossEncoder.open(model("bert-reranker"))) {
      int limit = encoder.info().encoder().maxTokens();
      assertEquals(64, limit);
      PairScore cut = encoder.score(QUERY, List.of("plastic ".repeat(200))).get(0);
      assertTrue(cut.truncated());
      assertEquals(limit, cut.tokens());
      assertTrue(cut.totalTokens() > 200);
      assertEquals(cut.score(), encoder.score(QUERY, "plastic ".repeat(300)));
      assertFalse(encoder.score(QUERY, List.of("plastic")).get(0).truncated());
    }
  }

  @Test
  void ranksTheBestFirstAndEqualOnesInTheirOrder() {
    List<String> documents = List.of("A cat sat.", "Plastic pipes.", "A cat sat.", "Invoices");
    try (CrossEncoder encoder = CrossEncoder.open(model("bert-reranker"))) {
      List<RankedDocument> ranked = encoder.rank(QUERY, documents);
      assertEquals(4, ranked.size());
      for (int i = 1; i < 4; i++) {
        assertTrue(ranked.get(i - 1).score() >= ranked.get(i).score());
      }
      List<Integer> order = ranked.stream().map(RankedDocument::index).toList();
      assertEquals(order.indexOf(0) + 1, order.indexOf(2));
      for (RankedDocument document : ranked) {
        assertEquals(encoder.score(QUERY, documents.get(document.index())), document.score());
      }
      assertEquals(ranked.subList(0, 2), encoder.rank(QUERY, documents, 2));
      assertEquals(List.of(), encoder.rank(QUERY, List.of()));
      assertThrows(IllegalArgumentException.class, () -> encoder.rank(QUERY, documents, 0));
    }
  }

  @Test
  void putsThePromptBeforeTheFirstText() {
    try (CrossEncoder encoder = CrossEncoder.open(model("bert-saved"))) {
      assertEquals("search", encoder.info().defaultPrompt().orElseThrow());
      List<TextPair> pair = List.of(new TextPair("PVC", "plastic"));
      List<TextPair> prompted = List.of(new TextPair("What is this: PVC", "plastic"));
      ScoreOptions none = ScoreOptions.DEFAULT.withPromptName("none");
      float expected = encoder.score(pair).get(0).score();
      assertEquals(expected, encoder.score(prompted, none).get(0).score());
      assertEquals(expected, encoder.score(pair, none.withPrompt("What is this: ")).get(0).score());
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> encoder.score(pair, ScoreOptions.DEFAULT.withPromptName("query")));
      assertTrue(String.valueOf(refused.getMessage()).contains("\"query\""));
    }
  }

  @Test
  void findsTheActivationWhereverVersionsHaveKeptIt() {
    assertEquals(ScoreActivation.IDENTITY, activation("bert-reranker"));
    assertEquals(ScoreActivation.SIGMOID, activation("bert-saved"));
    assertEquals(ScoreActivation.TANH, activation("bert-nli"));
    FolderCopy copy = copy("bert-reranker");
    copy.replace("config.json", "sbert_ce_default_activation_function", "something_else");
    assertEquals(ScoreActivation.SIGMOID, activation(copy.path()));
  }

  private static ScoreActivation activation(String name) {
    return activation(model(name));
  }

  private static ScoreActivation activation(Path folder) {
    try (CrossEncoder encoder = CrossEncoder.open(folder)) {
      return encoder.info().activation();
    }
  }

  private FolderCopy copy(String name) {
    return FolderCopy.of(model(name), folder, "");
  }

  @Test
  void runsNoCodeOfTheModelsOwn() {
    FolderCopy copy = copy("bert-reranker");
    copy.replace("config.json", "torch.nn.modules.linear.Identity", "evil.Activation");
    try (CrossEncoder encoder = CrossEncoder.open(copy.path())) {
      assertEquals(ScoreActivation.SIGMOID, encoder.info().activation());
      assertTrue(encoder.info().encoder().warnings().toString().contains("evil.Activation"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "roberta-nli, classifier.dense.weight",
    "xlm-roberta-reranker, classifier.out_proj.bias",
    "mpnet-reranker, classifier.dense.bias",
    "distilbert-classes, pre_classifier.weight",
    "electra-reranker, classifier.dense.bias",
    "albert-classes, albert.pooler.weight",
    "modernbert-reranker, head.norm.weight",
    "modernbert-biased, head.dense.bias",
    "gte-reranker, new.pooler.dense.bias"
  })
  void namesATensorThatIsMissing(String name, String tensor) {
    copy(name).weights(tensors -> tensors.remove(tensor));
    assertRefused("lacks tensor " + tensor);
  }

  @Test
  void refusesWhatAHeadCantBe() {
    FolderCopy copy = copy("modernbert-reranker");
    copy.replace(
        "config.json", "\"classifier_pooling\": \"mean\"", "\"classifier_pooling\": \"max\"");
    assertRefused("config.json", "$.classifier_pooling", "\"max\"");
  }

  @Test
  void refusesAFamilyWithoutTheHead() {
    FolderCopy.of("t5", folder).delete("modules.json");
    assertRefused("a head for classification is not supported for model type \"t5\"");
  }

  @Test
  void refusesByName() {
    FolderCopy copy = copy("bert-reranker");
    copy.replace("config.json", "torch.nn.modules.linear.Identity", "torch.nn.GLU");
    assertRefused("config.json", "torch.nn.GLU");
    copy.replace("config.json", "torch.nn.GLU", "torch.nn.Sigmoid");
    copy.weights(tensors -> tensors.remove("bert.pooler.dense.weight"));
    assertRefused("lacks tensor bert.pooler.dense.weight");
    copy.weights(tensors -> tensors.remove("classifier.weight"));
    assertRefused("has no head for classification", "classifier.weight");
  }

  @Test
  void refusesOtherLabelsThanTheHeadHas() {
    copy("bert-nli")
        .replace("config.json", "\"2\": \"neutral\"", "\"2\": \"neutral\", \"3\": \"x\"");
    assertRefused("model.safetensors", "classifier.weight", "[3, 32]", "[4, 32]");
  }

  @Test
  void refusesModelsOfOtherKinds() {
    FolderCopy.of("minilm", folder);
    assertRefused("config_sentence_transformers.json", "CrossEncoder");
    FolderCopy.at(folder).delete("config_sentence_transformers.json");
    assertRefused("modules.json", "not a cross-encoder");
  }

  @Test
  void refusesModulesThatItDoesntKnow() {
    FolderCopy copy = copy("bert-saved");
    copy.replace("modules.json", "transformer.Transformer", "logit_score.LogitScore");
    assertRefused("modules.json", "LogitScore");
  }

  private void assertRefused(String... says) {
    ModelFormatException refused =
        assertThrows(ModelFormatException.class, () -> CrossEncoder.open(folder).close());
    String message = String.valueOf(refused.getMessage());
    for (String part : says) {
      assertTrue(message.contains(part), message);
    }
  }
}
