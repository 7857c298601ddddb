package dev.lanewise.engine;

import java.util.AbstractList;
import java.util.Arrays;

/** The embeddings of a list of texts, in its order: a list, and a matrix. Immutable. */
public final class Embeddings extends AbstractList<Embedding> {
  private final Embedding[] embeddings;
  private final int dimension;

  /**
   * @param embeddings not copied
   * @param dimension the components of each vector
   */
  Embeddings(Embedding[] embeddings, int dimension) {
    this.embeddings = embeddings;
    this.dimension = dimension;
  }

  /** Some of them, the first from {@code from} on and the last before {@code to}. */
  Embeddings part(int from, int to) {
    boolean all = from == 0 && to == size();
    return all ? this : new Embeddings(Arrays.copyOfRange(embeddings, from, to), dimension);
  }

  @Override
  public int size() {
    return embeddings.length;
  }

  @Override
  public Embedding get(int index) {
    return embeddings[index];
  }

  /** The components of each vector. */
  public int dimension() {
    return dimension;
  }

  /** A text's vector; not a copy. */
  public float[] vector(int index) {
    return embeddings[index].vector();
  }

  /** All vectors, {@code [texts][dimension]}; not copies. */
  public float[][] vectors() {
    float[][] vectors = new float[size()][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = vector(i);
    }
    return vectors;
  }
}
