package dev.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.json.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Candidates for masks against the reference; see engine/scripts/make_head_models.py. */
@Tag("once")
class MaskedLanguageModelTest {
  private static final double TOLERANCE = 1e-5;

  static final List<String> MODELS = Golden.models("/heads", "expected.jsonl");

  @TempDir Path folder;

  @AfterEach
  void leavesNeitherMappingsNorThreads() {
    Leftovers.assertNone(folder);
  }

  private static Path model(String name) {
    return Golden.resource("/heads/" + name);
  }

  private static List<JsonNode> expected(String name) throws IOException {
    return Files.readAllLines(model(name).resolve("expected.jsonl")).stream()
        .map(line -> line.getBytes(StandardCharsets.UTF_8))
        .map(line -> JsonNode.parse(name, ByteBuffer.wrap(line)))
        .toList();
  }

  @ParameterizedTest
  @FieldSource("MODELS")
  void fillsMasksLikeTheReference(String name) throws IOException {
    List<JsonNode> expected = expected(name);
    List<String> texts = expected.stream().map(each -> each.get("text").string()).toList();
    try (MaskedLanguageModel model = MaskedLanguageModel.open(model(name))) {
      List<MaskedText> filled = model.fill(texts, 7);
      for (int i = 0; i < texts.size(); i++) {
        assertMatches(expected.get(i), filled.get(i));
        assertEquals(filled.get(i), model.fill(texts.get(i), 7));
      }
    }
  }

  private static void assertMatches(JsonNode expected, MaskedText actual) {
    List<JsonNode> masks = expected.get("masks").elements();
    String text = expected.get("text").string();
    assertEquals(masks.size(), actual.masks().size(), text);
    for (int mask = 0; mask < masks.size(); mask++) {
      List<JsonNode> candidates = masks.get(mask).elements();
      List<TokenCandidate> found = actual.masks().get(mask);
      assertEquals(candidates.size(), found.size(), text);
      for (int i = 0; i < found.size(); i++) {
        JsonNode candidate = candidates.get(i);
        TokenCandidate token = found.get(i);
        assertEquals(candidate.get("probability").number(), token.probability(), TOLERANCE, text);
        assertEquals(candidate.get("id").integer(0, Integer.MAX_VALUE), token.id(), text);
        assertEquals(candidate.get("text").string(), token.text(), text);
      }
    }
  }

  @Test
  void givesAllOfTheProbability() {
    try (MaskedLanguageModel model = MaskedLanguageModel.open(model("bert-mlm"))) {
      assertEquals("[MASK]", model.maskToken());
      List<TokenCandidate> all = model.fill("A [MASK].", Integer.MAX_VALUE).masks().get(0);
      assertEquals(model.info().encoder().vocabularySize(), all.size());
      assertEquals(1, all.stream().mapToDouble(TokenCandidate::probability).sum(), 1e-5);
      for (int i = 1; i < all.size(); i++) {
        assertTrue(all.get(i - 1).probability() >= all.get(i).probability());
      }
    }
  }

  @Test
  void saysWhatATextLacks() {
    try (MaskedLanguageModel model = MaskedLanguageModel.open(model("bert-mlm"))) {
      assertRefused(model, "no mask", "text 0 has no [MASK]");
      int limit = model.info().encoder().maxTokens();
      assertRefused(
          model, "plastic ".repeat(limit) + "[MASK]", "within the model's " + limit + " tokens");
      MaskedText cut = model.fill("[MASK] " + "plastic ".repeat(limit), 1);
      assertEquals(limit, cut.tokens());
      assertEquals(limit + 3, cut.totalTokens());
      assertThrows(IllegalArgumentException.class, () -> model.fill("[MASK]", 0));
    }
  }

  private static void assertRefused(MaskedLanguageModel model, String text, String says) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> model.fill(text, 1));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(says), message);
  }

  @ParameterizedTest
  @FieldSource("MODELS")
  void hasAUseForEverythingInTheFile(String name) {
    try (MaskedLanguageModel model = MaskedLanguageModel.open(model(name))) {
      assertEquals(List.of(), model.info().encoder().warnings());
      assertEquals(
          name.startsWith("roberta") || name.startsWith("xlm") || name.startsWith("mpnet")
              ? "<mask>"
              : "[MASK]",
          model.maskToken());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "xlm-roberta-mlm, lm_head.decoder.weight",
    "modernbert-untied, decoder.weight",
    "roberta-mlm, lm_head.layer_norm.bias",
    "distilbert-mlm, vocab_projector.bias",
    "electra-mlm, generator_predictions.LayerNorm.weight",
    "albert-mlm, predictions.bias",
    "mpnet-mlm, lm_head.dense.bias",
    "modernbert-mlm, decoder.bias",
    "gte-mlm, lm_head.decoder.bias"
  })
  void namesATensorThatIsMissing(String name, String tensor) {
    FolderCopy.of(model(name), folder, "")
        .weights(
            tensors -> {
              tensors.remove(tensor);
              // Where the decoder has none, the head may have them.
              tensors.remove(tensor.replace("decoder.bias", "bias"));
            });
    assertRefused("lacks tensor " + tensor);
  }

  @Test
  void aDecoderOfItsOwnIsFollowedWhateverIsTied() {
    List<MaskedText> expected;
    try (MaskedLanguageModel model = MaskedLanguageModel.open(model("xlm-roberta-mlm"))) {
      expected = model.fill(List.of("A <mask>."), 5);
    }
    FolderCopy.of(model("xlm-roberta-mlm"), folder, "")
        .replace("config.json", "\"tie_word_embeddings\": false", "\"tie_word_embeddings\": true");
    try (MaskedLanguageModel model = MaskedLanguageModel.open(folder)) {
      assertEquals(expected, model.fill(List.of("A <mask>."), 5));
    }
  }

  @Test
  void refusesAFamilyWithoutTheHead() {
    FolderCopy.of("t5", folder);
    assertRefused("a head for masked token prediction is not supported for model type \"t5\"");
  }

  @Test
  void refusesAFolderWithoutTheHead() {
    FolderCopy.of("minilm", folder);
    assertRefused("has no head for masked token prediction");
  }

  private void assertRefused(String says) {
    ModelFormatException refused =
        assertThrows(ModelFormatException.class, () -> MaskedLanguageModel.open(folder).close());
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(says), message);
  }

  @Test
  void namesATensorThatMakesProbabilitiesMeaningless() {
    FolderCopy.of(model("bert-mlm"), folder, "")
        .poke("bert.embeddings.word_embeddings.weight", 70, Float.NaN);
    try (MaskedLanguageModel model = MaskedLanguageModel.open(folder)) {
      ModelFormatException refused =
          assertThrows(ModelFormatException.class, () -> model.fill("A [MASK].", 1));
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("word_embeddings.weight holds NaN at index 70"), message);
    }
  }

  @Test
  void tellsTheKindOfAFolder() {
    assertEquals(ModelKind.MASKED_LANGUAGE_MODEL, ModelKind.of(model("bert-mlm")));
    assertEquals(ModelKind.CROSS_ENCODER, ModelKind.of(model("bert-reranker")));
    assertEquals(ModelKind.CROSS_ENCODER, ModelKind.of(model("bert-saved")));
    assertEquals(ModelKind.SENTENCE_ENCODER, ModelKind.of(Golden.folder("minilm")));
    assertEquals(ModelKind.SENTENCE_ENCODER, ModelKind.of(Golden.folder("plain")));
    assertThrows(ModelFormatException.class, () -> ModelKind.of(folder.resolve("none")));
  }
}
