package dev.lanewise.cli;

import dev.lanewise.engine.search.Match;
import dev.lanewise.engine.search.RankFusion;
import dev.lanewise.engine.search.ScoreFusion;
import java.util.List;

/** What documents are ranked by. */
enum Blend {
  /** The model's vectors. */
  DENSE(false),
  /** The words they share with the query. */
  BM25(false),
  /** Both, their scores added. */
  SCORES(true) {
    @Override
    List<Match> fuse(
        ScoreFusion scores, List<Match> dense, List<Match> bm25, double denseWeight, int count) {
      return scores.withDenseShare(denseWeight).fuse(dense, bm25, count);
    }
  },
  /** Both, by reciprocal rank fusion. */
  RRF(true) {
    @Override
    List<Match> fuse(
        ScoreFusion scores, List<Match> dense, List<Match> bm25, double denseWeight, int count) {
      // Twice the weights, so that where both count alike scores are those of the paper.
      return RankFusion.DEFAULT
          .withWeights(2 * denseWeight, 2 * (1 - denseWeight))
          .fuse(List.of(dense, bm25), count);
    }
  };

  /** How deep rankings are fused; what stands further down can't rise to the top any more. */
  private static final int DEPTH = 1000;

  private final boolean fuses;

  Blend(boolean fuses) {
    this.fuses = fuses;
  }

  /** Whether two rankings are made one. */
  boolean fuses() {
    return fuses;
  }

  /** How many matches of each ranking are needed for so many in the end. */
  int depth(int count) {
    return fuses ? Math.max(DEPTH, count) : count;
  }

  /**
   * Fuses two rankings.
   *
   * @param scores the weights of their scores
   * @param denseWeight how much the model's counts, from 0 to 1, the words' counting the rest
   */
  List<Match> fuse(
      ScoreFusion scores, List<Match> dense, List<Match> bm25, double denseWeight, int count) {
    throw new IllegalStateException(this + " is of one ranking");
  }
}
