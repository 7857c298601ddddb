package dev.lanewise.cli;

import dev.lanewise.engine.search.Match;
import dev.lanewise.engine.search.RankFusion;
import java.util.List;

/** What documents are ranked by. */
enum Blend {
  /** The model's vectors. */
  DENSE,
  /** The words they share with the query. */
  BM25,
  /** Both, by reciprocal rank fusion. */
  RRF;

  /** How deep rankings are fused; what stands further down can't rise to the top any more. */
  private static final int DEPTH = 1000;

  /** How many matches of each ranking are needed for so many in the end. */
  int depth(int count) {
    return this == RRF ? Math.max(DEPTH, count) : count;
  }

  /**
   * Fuses two rankings.
   *
   * @param denseWeight how much the model's counts, from 0 to 1, the words' counting the rest
   */
  static List<Match> fuse(List<Match> dense, List<Match> bm25, double denseWeight, int count) {
    // Twice the weights, so that where both count alike scores are those of the paper.
    return RankFusion.DEFAULT
        .withWeights(2 * denseWeight, 2 * (1 - denseWeight))
        .fuse(List.of(dense, bm25), count);
  }
}
