package dev.lanewise.engine.layer;

import java.util.Optional;

/**
 * How queries and keys make attention's scores. Immutable.
 *
 * @param scale what their products are multiplied by
 * @param bias what is added to them
 * @param window where a query may look; where there is one, it is the bias too
 * @param queryNorm what normalizes each head's slice of a query
 * @param keyNorm the same for keys
 * @param rotary what turns the slices by their positions after that
 */
record Scoring(
    float scale,
    Optional<ScoreBias> bias,
    Optional<AttentionWindow> window,
    Optional<RmsNorm> queryNorm,
    Optional<RmsNorm> keyNorm,
    Optional<RotaryPositions> rotary) {
  /** Scores that are nothing but scaled products. */
  static Scoring scaled(float scale) {
    return new Scoring(
        scale,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  Scoring withScale(float factor) {
    return new Scoring(factor, bias, window, queryNorm, keyNorm, rotary);
  }

  Scoring withBias(ScoreBias added) {
    return new Scoring(scale, Optional.of(added), Optional.empty(), queryNorm, keyNorm, rotary);
  }

  Scoring withWindow(AttentionWindow seen) {
    return new Scoring(scale, Optional.of(seen), Optional.of(seen), queryNorm, keyNorm, rotary);
  }

  Scoring withHeadNorms(RmsNorm ofQueries, RmsNorm ofKeys) {
    return new Scoring(scale, bias, window, Optional.of(ofQueries), Optional.of(ofKeys), rotary);
  }

  Scoring withRotary(RotaryPositions positions) {
    return new Scoring(scale, bias, window, queryNorm, keyNorm, Optional.of(positions));
  }

  /** The first key that a query sees. */
  int firstKey(int position) {
    return window.isPresent() ? window.get().firstKey(position) : 0;
  }

  /** The key after the last that a query sees. */
  int endKey(int position, int tokens) {
    return window.isPresent() ? window.get().endKey(position, tokens) : tokens;
  }

  /** Whether keys aren't used as they are. */
  boolean preparesKeys() {
    return keyNorm.isPresent() || rotary.isPresent();
  }

  /** Gets ready for sequences of so many tokens. */
  void reserve(int tokens) {
    if (rotary.isPresent()) {
      rotary.get().reserve(tokens);
    }
  }

  /**
   * Normalizes and turns a head's slice of some queries, in place.
   *
   * @param x the slice of the first one from {@code offset} on, the others {@code stride} apart
   * @param position that of the first one in its sequence
   * @param sums scratch for a norm
   */
  void prepareQueries(float[] x, int offset, int stride, int rows, int position, float[] sums) {
    prepare(queryNorm, x, offset, stride, rows, position, sums);
  }

  /** The same for keys. */
  void prepareKeys(float[] x, int offset, int stride, int rows, int position, float[] sums) {
    prepare(keyNorm, x, offset, stride, rows, position, sums);
  }

  private void prepare(
      Optional<RmsNorm> norm,
      float[] x,
      int offset,
      int stride,
      int rows,
      int position,
      float[] sums) {
    if (norm.isPresent()) {
      norm.get().forwardSlices(x, offset, stride, rows, sums);
    }
    if (rotary.isPresent()) {
      rotary.get().rotate(x, offset, stride, rows, position);
    }
  }
}
