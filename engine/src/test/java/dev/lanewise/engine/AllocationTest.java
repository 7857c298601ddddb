package dev.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.kernel.Compute;
import dev.lanewise.engine.kernel.KernelSelector;
import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.layer.Workspace;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.model.ModelFamilies;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.engine.weights.WeightFiles;
import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.Tokenizer;
import dev.lanewise.tokenizer.Truncation;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No more is allocated than results take once the scratch memory has its size. */
@Tag("allocation")
class AllocationTest {
  private static final String LONG_TEXT = "Pipes, cables and window frames. ".repeat(30);
  private static final int RUNS = 50;

  /** The encoder's scratch memory would be 1536. */
  private static final int BYTES_PER_TOKEN = 16;

  /** What a token takes where it stands for part of a text: its id, twice, and its range. */
  private static final int BYTES_PER_TEXT_TOKEN = 20;

  /** What a text takes besides: its vector of 48 floats, and a batch where it has one to itself. */
  private static final int BYTES_PER_TEXT = 2560;

  /** What a call takes besides. */
  private static final int BYTES_PER_CALL = 3072;

  @Test
  void encoderAllocatesNothingPerToken() {
    Path folder = Golden.folder("minilm");
    Kernels kernels = KernelSelector.choose(KernelSelector.Preference.AUTO).kernels();
    try (Arena arena = Arena.ofConfined()) {
      JsonNode config = JsonNode.read(folder.resolve("config.json"));
      NamedTensors tensors = NamedTensors.of(folder, WeightFiles.open(folder, arena));
      Encoder encoder =
          ModelFamilies.of(config)
              .load(config, tensors, new Backend(kernels, Compute.FLOAT, Optional.empty()));
      Workspace workspace = new Workspace(kernels, encoder.shape());
      PackedBatch one = batch(folder, 1);
      PackedBatch four = batch(folder, 4);
      int moreTokens = four.tokens() - one.tokens();
      boolean settled =
          Allocation.settles(
              () -> {
                long ofFour = forward(encoder, four, workspace);
                long ofOne = forward(encoder, one, workspace);
                return ofFour - ofOne < (long) BYTES_PER_TOKEN * moreTokens;
              });
      assertTrue(settled, () -> "one more token allocates " + BYTES_PER_TOKEN + " bytes or more");
    }
  }

  private static long forward(Encoder encoder, PackedBatch batch, Workspace workspace) {
    return Allocation.least(RUNS, () -> encoder.forward(batch, workspace, Parallel.SERIAL));
  }

  private static PackedBatch batch(Path folder, int texts) {
    Tokenizer tokenizer = Tokenizer.load(folder);
    return PackedBatch.of(
        Collections.nCopies(texts, tokenizer.encode(LONG_TEXT, Truncation.at(128))));
  }

  @Test
  void scratchMemoryIsKeptBetweenCalls() {
    try (SentenceEncoder encoder =
        SentenceEncoder.open(Golden.folder("minilm"), LoadOptions.DEFAULT.withThreads(1))) {
      int tokens = encoder.encode(LONG_TEXT, EncodeOptions.DEFAULT).tokens();
      List<String> one = List.of(LONG_TEXT);
      // Equal texts would be encoded once.
      List<String> three = List.of(LONG_TEXT, "two " + LONG_TEXT, "three " + LONG_TEXT);
      // New scratch memory would take 8 * 48 floats a token and more.
      long text = (long) BYTES_PER_TEXT_TOKEN * tokens + BYTES_PER_TEXT;
      boolean settled =
          Allocation.settles(
              () -> {
                long ofNothing = Allocation.least(RUNS, () -> {});
                long ofOne = Allocation.least(RUNS, () -> encoder.encode(one));
                long ofThree = Allocation.least(RUNS, () -> encoder.encode(three));
                return ofThree - ofOne < 2 * text && ofOne - ofNothing < BYTES_PER_CALL + text;
              });
      assertTrue(
          settled, () -> "a text of " + tokens + " tokens takes more than " + text + " bytes");
    }
  }
}
