package dev.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory of long texts, with families that take such. */
@Tag("once")
class LongTextTest {
  private static final int TOKENS = 2048;

  /** Floats that a token takes in scratch memory and in the table of positions, at the most. */
  private static final int FLOATS_PER_TOKEN = 1200;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"modernbert", "jina", "qwen3"})
  void memoryGrowsWithTheLengthNotItsSquare(String model) {
    FolderCopy.of(model, folder)
        .replace(
            "config.json", "\"max_position_embeddings\": 300", "\"max_position_embeddings\": 2048")
        .replace("sentence_bert_config.json", "300", "2048");
    String text = "Pipes, cables and window frames are made of it. ".repeat(300);
    try (SentenceEncoder encoder =
        // Vector code allocates until it is compiled.
        SentenceEncoder.open(folder, LoadOptions.DEFAULT.withThreads(1).withKernel("scalar"))) {
      long tokenizing =
          Allocation.of(
              () -> assertEquals(TOKENS, encoder.tokenize(text, EncodeOptions.DEFAULT).size()));
      long encoding = Allocation.of(() -> encoder.encode(text));
      long perToken = (encoding - tokenizing) / TOKENS;
      // A score for each pair of tokens would be 8 KiB a token.
      assertTrue(perToken < FLOATS_PER_TOKEN * Float.BYTES, perToken + " bytes per token");
    }
  }
}
