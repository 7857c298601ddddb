package dev.lanewise.engine;

/**
 * How much each of three scores counts where they become one: their weighted sum, divided by the
 * sum of the weights.
 *
 * @param dense the weight of the dense vectors' score
 * @param lexical that of the lexical matching score
 * @param token that of the token vectors' score
 */
public record HybridWeights(double dense, double lexical, double token) {
  /** All alike. */
  public static final HybridWeights EQUAL = new HybridWeights(1, 1, 1);

  /**
   * @throws IllegalArgumentException if a weight is negative or not finite, or all are 0
   */
  public HybridWeights {
    double sum = dense + lexical + token;
    if (!(dense >= 0 && lexical >= 0 && token >= 0 && sum > 0 && sum < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "weights must be at least 0, and one of them more: "
              + dense
              + ", "
              + lexical
              + ", "
              + token);
    }
  }

  /** The weighted mean of three scores. */
  public float mean(float denseScore, float lexicalScore, float tokenScore) {
    double sum = dense * denseScore + lexical * lexicalScore + token * tokenScore;
    return (float) (sum / (dense + lexical + token));
  }
}
