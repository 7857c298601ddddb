package dev.lanewise.engine.projection;

/** Makes a vector of a vector. Immutable and thread-safe. */
public interface VectorModule {
  /** The components of a vector that comes out. */
  int outputs();

  /**
   * Computes a vector.
   *
   * @param vector what came out of the step before; may be changed
   * @return {@link #outputs} components, possibly in the same array
   */
  float[] apply(float[] vector);
}
