package dev.lanewise.engine;

/**
 * What a model with three outputs makes of a text.
 *
 * @param dense the text's vector, as {@link SentenceEncoder} gives it
 * @param lexicalWeights how much each word matters
 * @param tokenVectors a vector of length one for each token but the first: {@code [tokens -
 *     1][width]}
 * @param tokens how many tokens the encoder saw, special tokens and prompt included
 * @param totalTokens how many there would have been without the model's limit
 */
public record HybridEmbedding(
    float[] dense,
    LexicalWeights lexicalWeights,
    float[][] tokenVectors,
    int tokens,
    int totalTokens) {
  /** Whether the text was longer than the model's limit, and was cut. */
  public boolean truncated() {
    return totalTokens > tokens;
  }

  /** The dot product of the dense vectors. */
  public float denseScore(HybridEmbedding document) {
    return Similarity.DOT.of(dense, document.dense);
  }

  /** The lexical matching score: weights multiplied, summed over the tokens in common. */
  public float lexicalScore(HybridEmbedding document) {
    return lexicalWeights.score(document.lexicalWeights);
  }

  /**
   * The score of late interaction (ColBERT; Khattab and Zaharia 2020): for each of this text's
   * token vectors the largest dot product with any of the document's, and of those the mean.
   *
   * <p>Not symmetric: this text is the query. 0 where one of the texts has no token vectors, as
   * happens without special tokens.
   */
  public float tokenScore(HybridEmbedding document) {
    if (tokenVectors.length == 0 || document.tokenVectors.length == 0) {
      return 0;
    }
    double sum = 0;
    for (float[] ours : tokenVectors) {
      float best = Float.NEGATIVE_INFINITY;
      for (float[] theirs : document.tokenVectors) {
        best = Math.max(best, Similarity.DOT.of(ours, theirs));
      }
      sum += best;
    }
    return (float) (sum / tokenVectors.length);
  }

  /** All three scores, weighted; this text is the query. */
  public float score(HybridEmbedding document, HybridWeights weights) {
    return weights.mean(denseScore(document), lexicalScore(document), tokenScore(document));
  }
}
