package dev.lanewise.engine.search;

/** What the scores of matches come from. */
interface Scores {
  /** The similarity of a query and a vector. */
  float score(float[] query, int index);
}
