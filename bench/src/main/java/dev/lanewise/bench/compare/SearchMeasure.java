package dev.lanewise.bench.compare;

import dev.lanewise.bench.machine.ReadBandwidth;
import dev.lanewise.bench.results.Results.Search;
import dev.lanewise.bench.results.Statistics;
import dev.lanewise.engine.Similarity;
import dev.lanewise.engine.search.IndexOptions;
import dev.lanewise.engine.search.Match;
import dev.lanewise.engine.search.VectorForm;
import dev.lanewise.engine.search.VectorIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Exact search for the ten best of many vectors, beside the bandwidth of memory. */
final class SearchMeasure {
  private static final int DIMENSION = 384;
  private static final int BEST = 10;
  private static final int QUERIES = 8;
  private static final int WARM_UP_CALLS = 5;
  private static final long BANDWIDTH_BYTES = 1L << 28;

  /**
   * A way to store and search vectors.
   *
   * @param bytes what a search has to read
   */
  private record Form(String name, long bytes, VectorIndex index) {}

  private SearchMeasure() {}

  static List<Search> measure(int threads, Plan plan) {
    SplittableRandom random = new SplittableRandom(1);
    int count = plan.searchVectors();
    float[][] vectors = vectors(random, count);
    float[][] queries = vectors(random, QUERIES);
    IndexOptions options = IndexOptions.DEFAULT.withThreads(threads);
    VectorIndex index = new VectorIndex(vectors, Similarity.DOT, options);
    List<Form> forms =
        List.of(
            new Form("fp32", (long) count * DIMENSION * Float.BYTES, index),
            new Form(
                "int8, rescored with fp32",
                (long) count * DIMENSION,
                new VectorIndex(vectors, Similarity.DOT, options.withForm(VectorForm.INT8))),
            new Form(
                "binary, rescored with fp32",
                (long) count * DIMENSION / Byte.SIZE,
                new VectorIndex(vectors, Similarity.DOT, options.withForm(VectorForm.BINARY))));
    List<Search> found = new ArrayList<>();
    try (ReadBandwidth bandwidth = new ReadBandwidth(threads, BANDWIDTH_BYTES)) {
      for (Form form : forms) {
        found.add(measure(form, index, queries, bandwidth));
      }
    }
    return found;
  }

  /** Queries and the machine's bandwidth in turns. */
  private static Search measure(
      Form form, VectorIndex exact, float[][] queries, ReadBandwidth bandwidth) {
    List<Double> seconds = new ArrayList<>();
    List<Double> bandwidths = new ArrayList<>();
    double shared = 0;
    for (int i = 0; i < WARM_UP_CALLS; i++) {
      var _ = form.index.search(queries[0], BEST); // the first calls compile
    }
    for (float[] query : queries) {
      bandwidths.add(bandwidth.now() / 1e9);
      long start = System.nanoTime();
      List<Match> matches = form.index.search(query, BEST);
      seconds.add((System.nanoTime() - start) / 1e9);
      shared += shared(matches, exact.search(query, BEST));
    }
    return new Search(
        form.name,
        exact.size(),
        DIMENSION,
        form.bytes,
        Statistics.median(seconds),
        Statistics.median(bandwidths),
        shared / QUERIES);
  }

  /** The share of the exact matches that were found. */
  private static double shared(List<Match> found, List<Match> exact) {
    Set<Integer> indices = exact.stream().map(Match::index).collect(Collectors.toSet());
    double hits = found.stream().filter(match -> indices.contains(match.index())).count();
    return hits / exact.size();
  }

  /** Random vectors, {@code [count][DIMENSION]}; search is as fast for them as for any others. */
  private static float[][] vectors(SplittableRandom random, int count) {
    float[][] vectors = new float[count][DIMENSION];
    for (float[] vector : vectors) {
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] = (float) random.nextDouble() - 0.5f;
      }
    }
    return vectors;
  }
}
