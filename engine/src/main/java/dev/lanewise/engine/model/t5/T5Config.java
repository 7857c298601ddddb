package dev.lanewise.engine.model.t5;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.layer.EncoderShape;
import dev.lanewise.engine.model.Settings;
import dev.lanewise.json.JsonNode;

/**
 * The keys of a T5 {@code config.json} that matter to its encoder; absent ones have the defaults of
 * the reference implementation.
 *
 * @param shape the sizes
 * @param buckets the buckets of relative positions
 * @param maxDistance the distance from which on all are in one bucket
 * @param activation the one inside the feed-forward block
 * @param gated whether that block has a gate, as from version 1.1 on
 * @param epsilon added to the mean square in norms
 */
record T5Config(
    EncoderShape shape,
    int buckets,
    int maxDistance,
    Activation activation,
    boolean gated,
    float epsilon) {
  /**
   * Relative positions know no end, and the work grows with the square of a text's length: this is
   * far beyond what anybody waits for, and keeps memory within bounds.
   */
  private static final int POSITIONS = 1 << 17;

  private static final int MAX_DISTANCE = 1 << 16;

  /** What is taken for granted where a configuration doesn't say it. */
  record Defaults(EncoderShape shape, boolean gated) {
    static final Defaults T5 =
        new Defaults(new EncoderShape(6, 512, 8, 2048, POSITIONS, 32_128).withHeadSize(64), false);
    static final Defaults MT5 =
        new Defaults(new EncoderShape(8, 512, 6, 1024, POSITIONS, 250_112).withHeadSize(64), true);
  }

  static T5Config read(JsonNode json, Defaults defaults) {
    Settings settings = new Settings(json);
    settings.requireOff("is_decoder");
    EncoderShape base = defaults.shape();
    EncoderShape shape =
        new EncoderShape(
                settings.layers("num_layers", base.layers()),
                settings.size("d_model", base.hiddenSize()),
                settings.size("num_heads", base.heads()),
                settings.size("d_ff", base.intermediateSize()),
                POSITIONS,
                settings.vocabulary(base.vocabularySize()))
            .withHeadSize(settings.size("d_kv", base.headSize()));
    int buckets = json.getOr("relative_attention_num_buckets", 32, n -> n.integer(4, 1 << 12));
    int maxDistance =
        json.getOr(
            "relative_attention_max_distance", 128, n -> n.integer(buckets / 4 + 1, MAX_DISTANCE));
    boolean gated = json.getOr("feed_forward_proj", defaults.gated(), T5Config::isGated);
    return new T5Config(
        shape,
        buckets,
        maxDistance,
        gated ? Activation.GELU_TANH : Activation.RELU,
        gated,
        settings.epsilon("layer_norm_epsilon", 1e-6));
  }

  private static boolean isGated(JsonNode projection) {
    return switch (projection.string()) {
      case "relu" -> false;
      case "gated-gelu" -> true;
      default -> throw projection.error("unsupported feed-forward projection " + projection);
    };
  }
}
