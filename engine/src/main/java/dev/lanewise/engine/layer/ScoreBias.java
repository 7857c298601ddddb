package dev.lanewise.engine.layer;

/**
 * What is added to attention's scores before the softmax: a function of the head and of how far
 * query and key stand apart. Immutable.
 *
 * <p>Learned for buckets of distances ({@link BucketedBias}), a slope, or minus infinity where a
 * query may not look. Every query has to see itself.
 */
public interface ScoreBias {
  /**
   * Writes a head's biases for a run of distances.
   *
   * @param first the first distance: the position of the query less that of the key, in tokens
   * @param count how many distances, each one greater than the one before
   * @param biases gets them, from index 0 on
   */
  void fill(int head, int first, int count, float[] biases);
}
