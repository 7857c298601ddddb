package dev.lanewise.engine.search;

/** How a {@link VectorIndex} holds the vectors that a search reads. */
public enum VectorForm {
  /** As they are: four bytes a component. */
  FLOAT32(1),
  /**
   * A byte a component: integers from -127 to 127 and a scale for each vector, its largest
   * component exact. Needs no sample of the vectors, and no vector makes another one coarser.
   */
  INT8(2),
  /** A bit a component, whether it is positive; ranked by the number of bits that agree. */
  BINARY(4);

  private final int rescoreFactor;

  VectorForm(int rescoreFactor) {
    this.rescoreFactor = rescoreFactor;
  }

  /** How many candidates for each wanted match are scored anew, unless one says otherwise. */
  public int rescoreFactor() {
    return rescoreFactor;
  }
}
