package dev.lanewise.bench.peers;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.lanewise.bench.compare.TokenizerPeer;
import dev.lanewise.bench.compare.TokenizerSource;
import dev.lanewise.bench.results.Contender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;

/** The Rust tokenizers library through DJL, as Java applications use it. */
record RustTokenizer(HuggingFaceTokenizer tokenizer) implements TokenizerPeer {
  static TokenizerSource source() {
    return new TokenizerSource(Contender.RUST_TOKENIZERS_DJL, RustTokenizer::load);
  }

  private static RustTokenizer load(Path folder) {
    try {
      return new RustTokenizer(
          HuggingFaceTokenizer.builder()
              .optTokenizerPath(folder.resolve("tokenizer.json"))
              .optTruncation(false)
              .optPadding(false)
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int[] encode(String text) {
    return Arrays.stream(tokenizer.encode(text).getIds()).mapToInt(Math::toIntExact).toArray();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
