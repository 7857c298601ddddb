package dev.lanewise.bench.compare;

import java.util.List;

/**
 * How much is measured.
 *
 * @param corpora texts in each corpus
 * @param rounds rounds of the smallest corpus; larger ones get fewer
 * @param latencyRounds rounds of queries
 * @param latencyCalls calls a round
 * @param batchSizes texts in a call
 * @param lengths tokens in a text
 * @param processes fresh processes for each curve of first calls
 * @param searchVectors vectors to search
 * @param productRows rows of matrix products
 */
record Plan(
    List<Integer> corpora,
    int rounds,
    int latencyRounds,
    int latencyCalls,
    List<Integer> batchSizes,
    List<Integer> lengths,
    int processes,
    int searchVectors,
    List<Integer> productRows) {

  /** With more arithmetic than this in a call, a run would take hours; 10^9 operations. */
  private static final double MOST_GIGAFLOP = 2500;

  /** A model with more for the smallest corpus is large: some times MiniLM's. */
  private static final double LARGE_GIGAFLOP = 500;

  /** What is published. */
  static final Plan FULL =
      new Plan(
          List.of(256, 1024, 4096),
          5,
          20,
          25,
          List.of(1, 2, 4, 8, 16, 32, 64, 128, 256),
          List.of(8, 16, 32, 64, 128, 250),
          5,
          1_000_000,
          List.of(
              1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 16, 17, 24, 31, 32, 47, 48, 49, 63, 64, 65, 96,
              127, 128, 255, 256, 511, 1008, 1023, 2048, 4095, 4096));

  /** A smoke run of some minutes: whether everything works, not how fast it is. */
  static final Plan QUICK =
      new Plan(
          List.of(64),
          2,
          2,
          10,
          List.of(1, 8, 32),
          List.of(16, 128),
          1,
          50_000,
          List.of(1, 7, 48, 255));

  /** Rounds of a corpus: as many as for the smallest would take too long for the largest. */
  int rounds(int texts) {
    return Math.max(2, (int) Math.round(rounds * Math.sqrt((double) corpora.get(0) / texts)));
  }

  /** The same with curves of fewer points if a model takes so long that they would take an hour. */
  Plan forModel(double gigaflopOfSmallestCorpus) {
    if (gigaflopOfSmallestCorpus < LARGE_GIGAFLOP) {
      return this;
    }
    return new Plan(
        corpora,
        Math.min(rounds, 4),
        Math.min(latencyRounds, 8),
        latencyCalls,
        List.of(1, 8, 64),
        List.of(16, 128),
        Math.min(processes, 2),
        searchVectors,
        productRows);
  }

  /** Whether a corpus is too much for a model: 4096 texts are for one of MiniLM's size. */
  static boolean tooLarge(double gigaflop) {
    return gigaflop > MOST_GIGAFLOP;
  }
}
