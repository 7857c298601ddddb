package dev.lanewise.engine;

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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three outputs against the formulas in plain torch; see engine/scripts/make_hybrid_model.py. */
@Tag("once")
class HybridEncoderTest {
  private static final double TOLERANCE = 1e-5;
  private static final HybridWeights WEIGHTS = new HybridWeights(1, 0.3, 0.8);
  private static final Path MODEL = Golden.resource("/hybrid");

  @TempDir Path folder;

  @AfterEach
  void leavesNeitherMappingsNorThreads() {
    Leftovers.assertNone(folder);
  }

  private static List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    for (String line : Files.readAllLines(MODEL.resolve("texts.jsonl"))) {
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      texts.add(JsonNode.parse("texts.jsonl", bytes).string());
    }
    return texts;
  }

  private static float[][] expected(String name) {
    return Golden.tensor(MODEL.resolve("expected.safetensors"), name).orElseThrow();
  }

  private static void assertClose(float[] expected, float[] actual, String what) {
    assertEquals(expected.length, actual.length, what);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], TOLERANCE, what + ", component " + i);
    }
  }

  @Test
  void givesWhatTheFormulasGive() throws IOException {
    List<String> texts = texts();
    float[][] dense = expected("dense");
    float[][] lexical = expected("lexical");
    float[][] tokens = expected("tokens");
    assertEquals(dense.length, texts.size());
    try (HybridEncoder encoder = HybridEncoder.open(MODEL)) {
      assertEquals(tokens[0].length, encoder.tokenDimension());
      int row = 0;
      List<HybridEmbedding> embeddings = encoder.encode(texts);
      for (int i = 0; i < texts.size(); i++) {
        HybridEmbedding embedding = embeddings.get(i);
        assertClose(dense[i], embedding.dense(), "dense vector " + i);
        int weighted = 0;
        for (int id = 0; id < lexical[i].length; id++) {
          float weight = embedding.lexicalWeights().weightOf(id);
          assertEquals(lexical[i][id], weight, TOLERANCE, "weight of " + id + " in text " + i);
          weighted += weight > 0 ? 1 : 0;
        }
        assertEquals(weighted, embedding.lexicalWeights().size());
        assertEquals(embedding.tokens() - 1, embedding.tokenVectors().length);
        for (float[] vector : embedding.tokenVectors()) {
          assertClose(tokens[row++], vector, "token's vector in text " + i);
        }
      }
      assertEquals(tokens.length, row);
    }
  }

  @Test
  void scoresLikeTheFormulas() throws IOException {
    float[][] expected = expected("scores");
    try (HybridEncoder encoder = HybridEncoder.open(MODEL)) {
      List<HybridEmbedding> embeddings = encoder.encode(texts());
      for (int i = 0; i + 1 < embeddings.size(); i++) {
        HybridEmbedding query = embeddings.get(i);
        HybridEmbedding document = embeddings.get(i + 1);
        float[] scores = {
          query.denseScore(document),
          query.lexicalScore(document),
          query.tokenScore(document),
          query.score(document, WEIGHTS)
        };
        assertClose(expected[i], scores, "scores of text " + i + " with the next");
        assertEquals(query.lexicalScore(document), document.lexicalScore(query));
        assertEquals(
            (scores[0] + scores[1] + scores[2]) / 3,
            query.score(document, HybridWeights.EQUAL),
            TOLERANCE);
      }
    }
  }

  @Test
  void oneTextHasOneResult() throws IOException {
    List<String> texts = texts();
    try (HybridEncoder alone =
            HybridEncoder.open(MODEL, LoadOptions.DEFAULT.withThreads(1).withKernel("scalar"));
        HybridEncoder together = HybridEncoder.open(MODEL, LoadOptions.DEFAULT.withThreads(3));
        SentenceEncoder dense = SentenceEncoder.open(MODEL)) {
      List<HybridEmbedding> all = together.encode(texts);
      List<HybridEmbedding> streamed;
      try (Stream<HybridEmbedding> stream =
          together.encode(texts.stream(), EncodeOptions.DEFAULT)) {
        streamed = stream.toList();
      }
      for (int i = 0; i < texts.size(); i++) {
        HybridEmbedding one = alone.encode(texts.get(i));
        assertSame(one, all.get(i), "text " + i);
        assertSame(one, streamed.get(i), "text " + i);
        Bits.assertEqual(dense.encode(texts.get(i)), one.dense(), "text " + i);
      }
    }
  }

  private static void assertSame(HybridEmbedding expected, HybridEmbedding actual, String what) {
    Bits.assertEqual(expected.dense(), actual.dense(), what);
    assertEquals(expected.lexicalWeights(), actual.lexicalWeights(), what);
    assertEquals(expected.lexicalWeights().hashCode(), actual.lexicalWeights().hashCode());
    assertEquals(expected.tokenVectors().length, actual.tokenVectors().length, what);
    for (int i = 0; i < expected.tokenVectors().length; i++) {
      Bits.assertEqual(expected.tokenVectors()[i], actual.tokenVectors()[i], what);
    }
  }

  @Test
  void weighsWordsAndNotWhatStandsAroundThem() {
    try (HybridEncoder encoder = HybridEncoder.open(MODEL)) {
      LexicalWeights none = encoder.encode("").lexicalWeights();
      assertEquals(0, none.size());
      HybridEmbedding cut = encoder.encode("plastic ".repeat(500));
      assertTrue(cut.truncated());
      assertEquals(120, cut.tokens());
      assertFalse(encoder.encode("plastic").truncated());
      assertEquals(0, none.score(cut.lexicalWeights()));
      for (int i = 0; i < cut.lexicalWeights().size(); i++) {
        assertTrue(cut.lexicalWeights().weight(i) > 0);
        String token = encoder.token(cut.lexicalWeights().id(i));
        assertFalse(List.of("<s>", "</s>", "<pad>", "<unk>", "").contains(token), token);
      }
    }
  }

  @Test
  void refusesWhatItCantDo() {
    EncodeOptions windows = EncodeOptions.DEFAULT.withLongTexts(LongTexts.inWindows(8));
    try (HybridEncoder encoder = HybridEncoder.open(MODEL)) {
      assertThrows(IllegalArgumentException.class, () -> encoder.encode(List.of("a"), windows));
      assertThrows(
          IllegalArgumentException.class,
          () -> encoder.encode(List.of("a"), EncodeOptions.DEFAULT.withDimensions(33)));
    }
    assertThrows(IllegalArgumentException.class, () -> new HybridWeights(0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new HybridWeights(1, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> new HybridWeights(Double.NaN, 1, 1));
  }

  @Test
  void saysWhatAFolderLacks() {
    FolderCopy copy = FolderCopy.of(MODEL, folder, "").delete("colbert_linear.safetensors");
    assertRefused("has no colbert_linear.safetensors");
    copy.write("colbert_linear.pt", "");
    assertRefused("colbert_linear only as colbert_linear.pt", "lanewise convert");
    copy.write("colbert_linear.safetensors", "");
    assertRefused("colbert_linear.safetensors");
  }

  @Test
  void refusesLayersOfOtherSizes() throws IOException {
    FolderCopy.of(MODEL, folder, "");
    Files.copy(
        folder.resolve("colbert_linear.safetensors"),
        Files.createDirectory(folder.resolve("other")).resolve("sparse_linear.safetensors"));
    Files.delete(folder.resolve("sparse_linear.safetensors"));
    Files.move(
        folder.resolve("other/sparse_linear.safetensors"),
        folder.resolve("sparse_linear.safetensors"));
    assertRefused("sparse_linear.safetensors", "weight has shape [24, 32]", "[1, 32]");
    FolderCopy.at(folder).delete("sparse_linear.safetensors");
    Files.copy(folder.resolve("model.safetensors"), folder.resolve("sparse_linear.safetensors"));
    assertRefused("sparse_linear.safetensors", "lacks tensor weight");
  }

  private void assertRefused(String... says) {
    ModelFormatException refused =
        assertThrows(ModelFormatException.class, () -> HybridEncoder.open(folder).close());
    String message = String.valueOf(refused.getMessage());
    for (String part : says) {
      assertTrue(message.contains(part), message);
    }
  }
}
