package dev.lanewise.engine;

import java.util.AbstractList;
import java.util.List;

/** The embeddings of a list of texts, in its order: a list, and a matrix. Immutable. */
public final class Embeddings extends AbstractList<Embedding> {
  private final List<Embedding> embeddings;
  private final int dimension;

  /**
   * @param dimension the components of each vector
   */
  Embeddings(List<Embedding> embeddings, int dimension) {
    this.embeddings = List.copyOf(embeddings);
    this.dimension = dimension;
  }

  @Override
  public int size() {
    return embeddings.size();
  }

  @Override
  public Embedding get(int index) {
    return embeddings.get(index);
  }

  /** The components of each vector. */
  public int dimension() {
    return dimension;
  }

  /** A text's vector; not a copy. */
  public float[] vector(int index) {
    return embeddings.get(index).vector();
  }

  /** All vectors, {@code [texts][dimension]}; not copies. */
  public float[][] vectors() {
    return embeddings.stream().map(Embedding::vector).toArray(float[][]::new);
  }
}
