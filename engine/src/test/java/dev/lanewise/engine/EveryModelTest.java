package dev.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What holds for models of every family. */
@Tag("kernel")
class EveryModelTest {
  static final List<String> MODELS = Golden.MODELS;

  @ParameterizedTest
  @FieldSource("MODELS")
  void oneTextHasOneVector(String model) {
    List<String> texts = new ArrayList<>(Golden.texts());
    // Longer than any block of queries.
    texts.addFirst(texts.get(texts.size() - 2));
    List<float[]> alone = new ArrayList<>();
    try (SentenceEncoder encoder = open(model, 1, "scalar")) {
      for (int i = 0; i < texts.size(); i += 6) {
        alone.add(encoder.encode(texts.get(i)));
      }
    }
    try (SentenceEncoder encoder = open(model, 3, "auto")) {
      assertEquals(3, encoder.info().encoder().threads());
      float[][] together = encoder.encode(texts).vectors();
      for (int i = 0; i < alone.size(); i++) {
        Bits.assertEqual(alone.get(i), together[6 * i], model + ", text " + 6 * i);
      }
      Bits.assertEqual(alone.get(0), encoder.encode(texts.get(0)), model + " alone");
    }
  }

  @ParameterizedTest
  @FieldSource("MODELS")
  void aTextIsReadInItsOrder(String model) {
    try (SentenceEncoder encoder = open(model, 1, "auto")) {
      // Words that every vocabulary here knows.
      Embeddings two = encoder.encode(List.of("what is PVC", "PVC is what"));
      double difference = Golden.unitDifference(two.vector(0), two.vector(1));
      assertTrue(difference > 1e-3, model + " differs by " + difference);
    }
  }

  private static SentenceEncoder open(String model, int threads, String kernel) {
    return SentenceEncoder.open(
        Golden.folder(model), LoadOptions.DEFAULT.withThreads(threads).withKernel(kernel));
  }
}
