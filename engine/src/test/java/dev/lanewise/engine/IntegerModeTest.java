package dev.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kernel")
class IntegerModeTest {
  private static final LoadOptions INT = LoadOptions.DEFAULT.withCompute("int");

  @ParameterizedTest
  @ValueSource(strings = {"minilm", "bge", "text2vec", "odd", "bf16", "f16-shards", "plain"})
  void integersKeepTheDirection(String model) {
    Path folder = Golden.folder(model);
    List<String> texts = Golden.texts();
    Embeddings exact = encode(folder, texts, LoadOptions.DEFAULT);
    Embeddings rounded = encode(folder, texts, INT);
    for (int i = 0; i < texts.size(); i++) {
      float similarity = Similarity.COSINE.of(exact.get(i).vector(), rounded.get(i).vector());
      int text = i;
      assertTrue(similarity >= 0.995, () -> "text " + text + ": " + similarity);
    }
  }

  /** Alone on one thread with plain loops, or all at once: the same bits. */
  @ParameterizedTest
  @ValueSource(strings = {"minilm", "odd"})
  void oneTextHasOneVector(String model) {
    Path folder = Golden.folder(model);
    List<String> texts = Golden.texts();
    Embeddings together = encode(folder, texts, INT.withThreads(3));
    try (var encoder = SentenceEncoder.open(folder, INT.withThreads(1).withKernel("scalar"))) {
      for (int i = 0; i < texts.size(); i++) {
        Bits.assertEqual(encoder.encode(texts.get(i)), together.get(i).vector(), "text " + i);
      }
    }
  }

  @Test
  void tellsTheArithmetic() {
    try (var encoder = SentenceEncoder.open(Golden.folder("minilm"), INT)) {
      assertEquals("int", encoder.info().encoder().compute());
    }
  }

  @ParameterizedTest
  @CsvSource({"double, auto", "int, bf16", "int, f32"})
  void refusesWhatItCantFollow(String compute, String weights) {
    LoadOptions options = LoadOptions.DEFAULT.withCompute(compute).withWeights(weights);
    assertThrows(
        IllegalArgumentException.class,
        () -> SentenceEncoder.open(Golden.folder("minilm"), options).close());
  }

  private static Embeddings encode(Path folder, List<String> texts, LoadOptions options) {
    try (var encoder = SentenceEncoder.open(folder, options)) {
      return encoder.encode(texts);
    }
  }
}
