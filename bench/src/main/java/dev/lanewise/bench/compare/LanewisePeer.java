package dev.lanewise.bench.compare;

import dev.lanewise.bench.results.Contender;
import dev.lanewise.engine.EncodeOptions;
import dev.lanewise.engine.LoadOptions;
import dev.lanewise.engine.SentenceEncoder;
import dev.lanewise.tokenizer.Tokenizer;
import java.util.List;
import java.util.function.UnaryOperator;

/** Lanewise as an application uses it. */
final class LanewisePeer implements Peer {
  private static final EncodeOptions UNIT_LENGTH =
      EncodeOptions.DEFAULT.withNormalization(EncodeOptions.Normalization.ALWAYS);

  private final Contender contender;
  private final SentenceEncoder encoder;

  private LanewisePeer(Contender contender, SentenceEncoder encoder) {
    this.contender = contender;
    this.encoder = encoder;
  }

  /** Every way to run a model that takes part: to add one, add a line. */
  static List<PeerSource> sources() {
    return List.of(
        source(Contender.LANEWISE, true, options -> options),
        source(Contender.LANEWISE_BF16, false, options -> options.withWeights("bf16")),
        source(Contender.LANEWISE_INT8, false, options -> options.withWeights("int8")),
        source(Contender.LANEWISE_INTEGER, false, options -> options.withCompute("int")),
        source(Contender.LANEWISE_SCALAR, true, options -> options.withKernel("scalar")));
  }

  /** The tokenizer by itself. */
  static TokenizerSource tokenizer() {
    return new TokenizerSource(
        Contender.LANEWISE,
        folder -> {
          Tokenizer tokenizer = Tokenizer.load(folder);
          return new TokenizerPeer() {
            @Override
            public int[] encode(String text) {
              return tokenizer.encode(text).ids();
            }

            @Override
            public void close() {
              // Nothing to give back.
            }
          };
        });
  }

  private static PeerSource source(
      Contender contender, boolean exact, UnaryOperator<LoadOptions> options) {
    return new PeerSource(
        contender,
        exact,
        (folder, threads) ->
            new LanewisePeer(
                contender,
                SentenceEncoder.open(
                    folder, options.apply(LoadOptions.DEFAULT.withThreads(threads)))));
  }

  @Override
  public Contender contender() {
    return contender;
  }

  @Override
  public float[][] encode(List<String> texts) {
    return encoder.encode(texts, UNIT_LENGTH).vectors();
  }

  @Override
  public void close() {
    encoder.close();
  }
}
