package dev.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole vectors against the reference implementation. */
@Tag("kernel")
class SentenceEncoderGoldenTest {
  static final List<String> MODELS = Golden.MODELS;

  static final List<String> TOKENIZED =
      MODELS.stream().filter(model -> !Golden.ids(model).isEmpty()).toList();

  /** Of components of vectors of length one. */
  private static final double TOLERANCE = 1e-5;

  @ParameterizedTest
  @FieldSource("MODELS")
  void encodesLikeTheReference(String model) {
    assertMatches(model, "embeddings", EncodeOptions.DEFAULT);
  }

  /**
   * Where a model's tokenizer is of another kind than BERT's; says which text goes wrong and how.
   */
  @ParameterizedTest
  @FieldSource("TOKENIZED")
  void tokenizesLikeTheReference(String model) {
    List<int[]> expected = Golden.ids(model);
    List<String> texts = Golden.texts(model);
    assertEquals(texts.size(), expected.size());
    try (SentenceEncoder encoder = SentenceEncoder.open(Golden.folder(model))) {
      for (int i = 0; i < expected.size(); i++) {
        int[] ids = encoder.tokenize(texts.get(i), EncodeOptions.DEFAULT).ids();
        assertArrayEquals(expected.get(i), ids, model + ", text " + i);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bge", "f16-shards"})
  void putsAPromptBeforeTexts(String model) {
    assertMatches(model, "prompted", EncodeOptions.DEFAULT.withPromptName("query"));
  }

  private static void assertMatches(String model, String expectedName, EncodeOptions options) {
    float[][] expected = Golden.expected(model, expectedName);
    List<String> texts = Golden.texts(model);
    assertEquals(texts.size(), expected.length);
    try (SentenceEncoder encoder = SentenceEncoder.open(Golden.folder(model))) {
      assertEquals(expected[0].length, encoder.dimension());
      Embeddings embeddings = encoder.encode(texts, options);
      for (int i = 0; i < expected.length; i++) {
        double difference = Golden.unitDifference(expected[i], embeddings.vector(i));
        String text = model + ", text " + i + ": ";
        assertTrue(difference <= TOLERANCE, text + "differs by " + difference);
        double scale = Math.max(1, maximum(expected[i]));
        assertEquals(maximum(expected[i]), maximum(embeddings.vector(i)), TOLERANCE * scale, text);
      }
    }
  }

  private static double maximum(float[] vector) {
    double maximum = 0;
    for (float component : vector) {
      maximum = Math.max(maximum, Math.abs(component));
    }
    return maximum;
  }
}
