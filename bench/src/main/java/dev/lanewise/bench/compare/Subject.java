package dev.lanewise.bench.compare;

import dev.lanewise.bench.corpus.Corpus;
import dev.lanewise.engine.ModelInfo;
import dev.lanewise.engine.SentenceEncoder;
import dev.lanewise.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * A model to measure with.
 *
 * @param folder its folder
 * @param info its shape
 * @param tokenCount counts the tokens of a text
 */
record Subject(Path folder, ModelInfo info, ToIntFunction<String> tokenCount) {
  private static final long SEED = 20260101;

  static Subject of(Path folder) {
    Tokenizer tokenizer = Tokenizer.load(folder);
    try (SentenceEncoder encoder = SentenceEncoder.open(folder)) {
      return new Subject(folder, encoder.info(), text -> tokenizer.encode(text).size());
    }
  }

  String name() {
    return folder.getFileName().toString();
  }

  /** Its shape in words. */
  String shape() {
    return info.encoder().layers()
        + " layers of "
        + info.encoder().hiddenSize()
        + ", "
        + info.encoder().heads()
        + " heads, feed-forward "
        + info.encoder().intermediateSize()
        + ", "
        + String.join("+", info.pooling())
        + " pooling";
  }

  /** The same texts each time. */
  Corpus corpus() {
    return new Corpus(SEED, tokenCount);
  }

  long tokens(List<String> texts) {
    return texts.stream().mapToLong(tokenCount::applyAsInt).sum();
  }

  /** The arithmetic that the vectors of texts need, in 10^9 operations. */
  double gigaflop(List<String> texts) {
    boolean firstTokenOnly = info.pooling().equals(List.of("cls"));
    EncoderArithmetic arithmetic =
        new EncoderArithmetic(
            info.encoder().layers(),
            info.encoder().hiddenSize(),
            info.encoder().intermediateSize(),
            firstTokenOnly);
    return texts.stream().mapToDouble(text -> arithmetic.of(tokenCount.applyAsInt(text))).sum()
        / 1e9;
  }
}
