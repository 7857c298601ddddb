package dev.lanewise.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.Golden;
import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.kernel.Compute;
import dev.lanewise.engine.kernel.KernelSelector;
import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.Workspace;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.engine.weights.WeightFiles;
import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.TokenSequence;
import dev.lanewise.tokenizer.Tokenizer;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Hidden states layer by layer against the reference: says which layer goes wrong first. */
@Tag("kernel")
class EncoderStagesTest {
  static final List<String> MODELS = Golden.MODELS;

  /** Of the largest hidden state of a stage. */
  private static final double TOLERANCE = 1e-5;

  @ParameterizedTest
  @FieldSource("MODELS")
  void hasTheHiddenStatesOfTheReferenceAfterEveryLayer(String model) {
    Path folder = Golden.folder(model);
    Kernels kernels = KernelSelector.choose(KernelSelector.Preference.AUTO).kernels();
    try (Arena arena = Arena.ofConfined()) {
      JsonNode config = JsonNode.read(folder.resolve("config.json"));
      NamedTensors tensors = NamedTensors.of(folder, WeightFiles.open(folder, arena));
      Encoder encoder =
          ModelFamilies.of(config)
              .load(config, tensors, new Backend(kernels, Compute.FLOAT, Optional.empty()));
      // Between other texts, so that its rows neither begin nor end the batch.
      PackedBatch batch = PackedBatch.of(tokenize(folder, Golden.STAGE_TEXT, 4, 6));
      Workspace workspace = new Workspace(kernels, encoder.shape());
      for (int stage = 0; stage <= encoder.layers().size(); stage++) {
        float[] hidden = encoder.forward(batch, workspace, Parallel.SERIAL, stage);
        String place = model + " after " + (stage == 0 ? "the embeddings" : "layer " + stage);
        assertMatches(place, Golden.expected(model, "stage." + stage), hidden, batch);
      }
    }
  }

  private static List<TokenSequence> tokenize(Path folder, int text, int before, int after) {
    Tokenizer tokenizer = Tokenizer.load(folder);
    List<String> texts = Golden.texts();
    return List.of(
        tokenizer.encode(texts.get(before)),
        tokenizer.encode(texts.get(text)),
        tokenizer.encode(texts.get(after)));
  }

  private static void assertMatches(
      String place, float[][] expected, float[] hidden, PackedBatch batch) {
    assertEquals(expected.length, batch.length(1), place);
    int width = expected[0].length;
    double largest = 0;
    double difference = 0;
    for (int row = 0; row < expected.length; row++) {
      for (int i = 0; i < width; i++) {
        double actual = hidden[(batch.start(1) + row) * width + i];
        largest = Math.max(largest, Math.abs(expected[row][i]));
        difference = Math.max(difference, Math.abs(expected[row][i] - actual));
      }
    }
    assertTrue(difference <= TOLERANCE * largest, place + ": differs by " + difference);
  }
}
