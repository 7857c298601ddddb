package dev.lanewise.engine.layer;

/**
 * The sizes that an encoder's blocks agree on.
 *
 * @param layers the number of layers
 * @param hiddenSize the width of a token's hidden state
 * @param heads attention heads
 * @param intermediateSize the width inside the feed-forward block
 * @param positions the most tokens of a sequence
 * @param vocabularySize the rows of the word embeddings
 */
public record EncoderShape(
    int layers,
    int hiddenSize,
    int heads,
    int intermediateSize,
    int positions,
    int vocabularySize) {
  /** The width of a head's slice. */
  public int headSize() {
    return hiddenSize / heads;
  }
}
