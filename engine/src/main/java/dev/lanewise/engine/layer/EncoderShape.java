package dev.lanewise.engine.layer;

/**
 * The sizes that an encoder's blocks agree on.
 *
 * @param layers the number of layers
 * @param hiddenSize the width of a token's hidden state
 * @param embeddingSize the width of a token's embedding
 * @param heads attention heads
 * @param keyHeads the heads of keys and values, each of which serves as many heads of queries
 * @param headSize the width of a head's slice
 * @param intermediateSize the width inside the feed-forward block
 * @param positions the most tokens of a sequence
 * @param vocabularySize the rows of the word embeddings
 */
public record EncoderShape(
    int layers,
    int hiddenSize,
    int embeddingSize,
    int heads,
    int keyHeads,
    int headSize,
    int intermediateSize,
    int positions,
    int vocabularySize) {
  /** The shape of the original transformer: embeddings as wide as hidden states, cut into heads. */
  public EncoderShape(
      int layers,
      int hiddenSize,
      int heads,
      int intermediateSize,
      int positions,
      int vocabularySize) {
    this(
        layers,
        hiddenSize,
        hiddenSize,
        heads,
        heads,
        hiddenSize / heads,
        intermediateSize,
        positions,
        vocabularySize);
  }

  /** The same with embeddings of a width of their own. */
  public EncoderShape withEmbeddingSize(int width) {
    return new EncoderShape(
        layers,
        hiddenSize,
        width,
        heads,
        keyHeads,
        headSize,
        intermediateSize,
        positions,
        vocabularySize);
  }

  /** The same with heads that don't divide the hidden size among them. */
  public EncoderShape withHeadSize(int width) {
    return new EncoderShape(
        layers,
        hiddenSize,
        embeddingSize,
        heads,
        keyHeads,
        width,
        intermediateSize,
        positions,
        vocabularySize);
  }

  /** The same for sequences of at most so many tokens. */
  public EncoderShape withPositions(int number) {
    return new EncoderShape(
        layers,
        hiddenSize,
        embeddingSize,
        heads,
        keyHeads,
        headSize,
        intermediateSize,
        number,
        vocabularySize);
  }

  /** The same with fewer heads of keys and values (Ainslie et al. 2023). */
  public EncoderShape withKeyHeads(int number) {
    return new EncoderShape(
        layers,
        hiddenSize,
        embeddingSize,
        heads,
        number,
        headSize,
        intermediateSize,
        positions,
        vocabularySize);
  }

  /** The width of all heads' slices together. */
  public int attentionSize() {
    return heads * headSize;
  }

  /** The width of all slices of a token's key, and of its value. */
  public int keySize() {
    return keyHeads * headSize;
  }
}
