package dev.lanewise.engine.search;

/** Vectors in a form in which all of them can be ranked fast. Immutable. */
interface Scan {
  /** How they are grouped. */
  Blocks blocks();

  /** Makes a query ready. */
  Query prepare(float[] query);

  /** Ranks vectors by a query. Immutable: several threads use one. */
  interface Query {
    /**
     * Offers vectors to the best so far.
     *
     * @param from the first vector; not below any that {@code best} was offered before
     * @param to the vector to stop before, at most {@link Blocks#TILE_ROWS} after the first and in
     *     the same block
     * @param scratch {@code [TILE_ROWS]}
     */
    void scan(int from, int to, float[] scratch, TopK best);
  }
}
