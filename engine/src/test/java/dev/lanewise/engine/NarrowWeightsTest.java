package dev.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NarrowWeightsTest {
  @ParameterizedTest
  @CsvSource({
    "minilm, bf16, 0.9999",
    "bge, bf16, 0.9999",
    "text2vec, bf16, 0.9999",
    "odd, bf16, 0.9999",
    "minilm, f16, 0.999999",
    "bge, f16, 0.999999",
    "minilm, int8, 0.999",
    "bge, int8, 0.999",
    "text2vec, int8, 0.999",
    "odd, int8, 0.999"
  })
  void narrowWeightsKeepTheDirection(String model, String weights, double cosine) {
    Path folder = Golden.folder(model);
    List<String> texts = Golden.texts();
    Embeddings exact = encode(folder, texts, "f32");
    Embeddings narrow = encode(folder, texts, weights);
    for (int i = 0; i < texts.size(); i++) {
      float similarity = Similarity.COSINE.of(exact.get(i).vector(), narrow.get(i).vector());
      int text = i;
      assertTrue(similarity >= cosine, () -> "text " + text + ": " + similarity);
    }
  }

  /** What a file holds in half the bits loses nothing when it stays so. */
  @ParameterizedTest
  @ValueSource(strings = {"bf16", "f16-shards"})
  void widthOfTheFileChangesNoBit(String model) {
    Path folder = Golden.folder(model);
    List<String> texts = Golden.texts();
    Embeddings asTheFile = encode(folder, texts, "auto");
    Embeddings widened = encode(folder, texts, "f32");
    for (int i = 0; i < texts.size(); i++) {
      assertArrayEquals(widened.get(i).vector(), asTheFile.get(i).vector());
    }
    assertTrue(packedBytes(folder, "auto") < 0.6 * packedBytes(folder, "f32"));
  }

  @Test
  void refusesAnUnknownStorage() {
    Path folder = Golden.folder("minilm");
    assertThrows(
        IllegalArgumentException.class,
        () -> SentenceEncoder.open(folder, LoadOptions.DEFAULT.withWeights("int4")).close());
  }

  private static Embeddings encode(Path folder, List<String> texts, String weights) {
    try (var encoder = SentenceEncoder.open(folder, LoadOptions.DEFAULT.withWeights(weights))) {
      return encoder.encode(texts);
    }
  }

  private static long packedBytes(Path folder, String weights) {
    try (var encoder = SentenceEncoder.open(folder, LoadOptions.DEFAULT.withWeights(weights))) {
      return encoder.info().encoder().packedBytes();
    }
  }
}
