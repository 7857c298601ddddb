package dev.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class EncodeProfileTest {
  private static final List<String> TEXTS = List.of("one", "two words", "three more words");

  @Test
  void countsTheArithmeticOfEveryLayer() {
    try (SentenceEncoder encoder = SentenceEncoder.open(Golden.folder("minilm"))) {
      EncodeProfile profile = encoder.profile(TEXTS, EncodeOptions.DEFAULT);
      EncoderInfo info = encoder.info().encoder();
      long hidden = info.hiddenSize();
      long linear = 0;
      long attention = 0;
      long tokens = 0;
      for (Embedding text : encoder.encode(TEXTS)) {
        long t = text.tokens();
        tokens += t;
        linear +=
            2L * info.layers() * t * (4 * hidden * hidden + 2 * hidden * info.intermediateSize());
        attention += 4L * info.layers() * t * t * hidden;
      }
      assertEquals(tokens, profile.tokens());
      assertEquals(attention, flops(profile, "attention"));
      assertEquals(
          linear,
          flops(profile, "queries, keys, values")
              + flops(profile, "attention output")
              + flops(profile, "feed-forward up")
              + flops(profile, "feed-forward down"));
      assertTrue(profile.operations().stream().allMatch(share -> share.nanos() > 0));
    }
  }

  /** With cls pooling the last layer's work is done for one token of each text. */
  @Test
  void countsWhatIsDoneAndNotWhatIsLeftOut() {
    try (SentenceEncoder encoder = SentenceEncoder.open(Golden.folder("bge"))) {
      EncoderInfo info = encoder.info().encoder();
      EncodeProfile profile = encoder.profile(TEXTS, EncodeOptions.DEFAULT);
      long rows = (info.layers() - 1) * profile.tokens() + TEXTS.size();
      assertEquals(
          2 * rows * info.hiddenSize() * info.intermediateSize(),
          flops(profile, "feed-forward up"));
    }
  }

  private static long flops(EncodeProfile profile, String operation) {
    return profile.operations().stream()
        .filter(share -> share.operation().equals(operation))
        .mapToLong(EncodeProfile.Share::flops)
        .sum();
  }
}
