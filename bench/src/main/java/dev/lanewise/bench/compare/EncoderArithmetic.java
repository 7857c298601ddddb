package dev.lanewise.bench.compare;

/**
 * Counts the multiplications and additions that an encoder's vector needs: those of matrix
 * products, beside which all else is little. Nothing is counted for padding.
 *
 * @param layers encoder layers
 * @param hiddenSize width of a hidden state
 * @param intermediateSize width inside the feed-forward blocks
 * @param firstTokenOnly whether only the first token's last state is used, so that the last layer
 *     need compute no other; keys and values it needs of all
 */
record EncoderArithmetic(int layers, int hiddenSize, int intermediateSize, boolean firstTokenOnly) {

  /** The operations for a text of so many tokens. */
  double of(int tokens) {
    double full = layer(tokens, tokens);
    return firstTokenOnly ? (layers - 1) * full + layer(tokens, 1) : layers * full;
  }

  /** A layer over all tokens, whose states are wanted for some. */
  private double layer(double tokens, double wanted) {
    double keysAndValues = 2 * tokens * 2 * hiddenSize * hiddenSize;
    double queriesAndOutput = 2 * wanted * 2 * hiddenSize * hiddenSize;
    double attention = 2 * wanted * 2 * tokens * hiddenSize;
    double feedForward = 2 * wanted * 2 * hiddenSize * intermediateSize;
    return keysAndValues + queriesAndOutput + attention + feedForward;
  }
}
