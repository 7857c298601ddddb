package dev.lanewise.engine;

import dev.lanewise.engine.batch.PackedBatch;
import java.util.Arrays;
import java.util.Objects;

/**
 * How much each word of a text matters for finding it: a weight for each token that has one, the
 * largest where a token occurs several times. Immutable.
 */
public final class LexicalWeights {
  private final int[] ids; // [size], ascending
  private final float[] weights; // [size]

  private LexicalWeights(int[] ids, float[] weights) {
    this.ids = ids;
    this.weights = weights;
  }

  /**
   * The weights of a text's tokens.
   *
   * @param sequence which of the batch's sequences it is
   * @param rowWeights {@code [tokens of the batch]}
   * @param weightless ids of tokens that have none, ascending
   */
  static LexicalWeights of(PackedBatch batch, int sequence, float[] rowWeights, int[] weightless) {
    int start = batch.start(sequence);
    int end = start + batch.length(sequence);
    long[] found = new long[end - start]; // id above, the weight's bits below: positive, so ordered
    int count = 0;
    for (int row = start; row < end; row++) {
      int id = batch.id(row);
      if (rowWeights[row] > 0 && Arrays.binarySearch(weightless, id) < 0) {
        found[count++] = (long) id << Integer.SIZE | Float.floatToRawIntBits(rowWeights[row]);
      }
    }
    Arrays.sort(found, 0, count);
    int[] ids = new int[count];
    float[] weights = new float[count];
    int size = 0;
    for (int i = 0; i < count; i++) {
      int id = (int) (found[i] >> Integer.SIZE);
      // The last one of an id is the largest.
      if (i + 1 == count || id != (int) (found[i + 1] >> Integer.SIZE)) {
        ids[size] = id;
        weights[size++] = Float.intBitsToFloat((int) found[i]);
      }
    }
    return new LexicalWeights(Arrays.copyOf(ids, size), Arrays.copyOf(weights, size));
  }

  /** How many tokens have a weight. */
  public int size() {
    return ids.length;
  }

  /** A token that has one: its id, in ascending order. */
  public int id(int index) {
    return ids[index];
  }

  /** The weight of the token of {@link #id}; more than 0. */
  public float weight(int index) {
    return weights[index];
  }

  /** The weight of a token; 0 where it has none. */
  public float weightOf(int id) {
    int index = Arrays.binarySearch(ids, id);
    return index < 0 ? 0 : weights[index];
  }

  /** The lexical matching score: the products of both weights, summed over tokens in common. */
  public float score(LexicalWeights other) {
    double sum = 0;
    int theirs = 0;
    for (int i = 0; i < ids.length; i++) {
      while (theirs < other.ids.length && other.ids[theirs] < ids[i]) {
        theirs++;
      }
      if (theirs < other.ids.length && other.ids[theirs] == ids[i]) {
        sum += (double) weights[i] * other.weights[theirs];
      }
    }
    return (float) sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LexicalWeights that
        && Arrays.equals(ids, that.ids)
        && Arrays.equals(weights, that.weights);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(ids), Arrays.hashCode(weights));
  }

  @Override
  public String toString() {
    return ids.length + " weighted tokens";
  }
}
