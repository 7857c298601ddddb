package dev.lanewise.engine.search;

import dev.lanewise.engine.Similarity;
import dev.lanewise.engine.kernel.KernelSelector;
import dev.lanewise.engine.kernel.Kernels;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;

/**
 * Vectors to be searched, all of them, every time: exact, and as fast as memory can be read.
 * Thread-safe, as long as nobody changes the vectors.
 *
 * <p>Matches and their scores, those of {@link Similarity#of}, depend neither on the number of
 * threads nor on the queries that are searched for together. {@link IndexOptions} can have a
 * smaller form of the vectors searched for candidates, which are then scored anew.
 *
 * <p>Memory: 4 bytes a component and 8 for each vector, and those that were given are not kept; or,
 * where a smaller form is searched, a byte a component and 12 bytes for int8 vectors, a bit a
 * component for binary ones, and those that were given are kept if they are rescored with fp32.
 */
public final class VectorIndex {
  /** Queries that share a pass over the vectors; more would need more memory for their best. */
  private static final int QUERIES_PER_PASS = 64;

  /** Beyond it sums of squares may leave the range of a float. */
  private static final float LARGEST_SQUARE = 1e37f;

  private final Kernels kernels = KernelSelector.choose(KernelSelector.Preference.AUTO).kernels();
  private final int size;
  private final int dimension;
  private final IndexOptions options;
  private final IndexThreads threads;
  private final Scan scan;
  private final Scores rescoring;
  private final Blocks blocks;

  /**
   * An exact index that searches with all processors.
   *
   * @param vectors {@code [size][dimension]}; copied
   * @param similarity what to rank by
   * @throws IllegalArgumentException if the vectors differ in length, or a component isn't finite
   */
  public VectorIndex(float[][] vectors, Similarity similarity) {
    this(vectors, similarity, IndexOptions.DEFAULT);
  }

  /**
   * @param vectors {@code [size][dimension]}; kept as they are if a smaller form is searched and
   *     rescored with fp32, otherwise copied
   * @param similarity what to rank by
   * @throws IllegalArgumentException if the vectors differ in length, a component isn't finite, or
   *     a smaller form is asked for Manhattan distance or of vectors longer than 10^18
   */
  public VectorIndex(float[][] vectors, Similarity similarity, IndexOptions options) {
    float[][] rows = vectors.clone();
    this.options = options;
    size = rows.length;
    dimension = size == 0 ? 0 : rows[0].length;
    for (int i = 0; i < size; i++) {
      if (rows[i].length != dimension) {
        throw new IllegalArgumentException(
            "vector " + i + " has " + rows[i].length + " components, vector 0 " + dimension);
      }
    }
    if (!exact() && similarity == Similarity.MANHATTAN) {
      throw new IllegalArgumentException("smaller forms can't be ranked by Manhattan distance");
    }
    Blocks whole = Blocks.of(size, (long) dimension * Float.BYTES);
    threads = new IndexThreads(this, Math.min(options.threads(), whole.count()));
    float[] squares = squares(rows, whole);
    scan =
        switch (options.form()) {
          case FLOAT32 -> new FloatVectors(similarity, kernels, rows, squares, threads);
          case INT8 -> new Int8Vectors(similarity, kernels, rows, squares, threads);
          case BINARY -> new SignBits(rows, threads);
        };
    rescoring =
        switch (options.rescoring()) {
          case FLOAT32 ->
              scan instanceof FloatVectors same
                  ? same
                  : (query, index) -> similarity.of(query, rows[index]);
          case INT8 ->
              scan instanceof Int8Vectors same
                  ? same
                  : new Int8Vectors(similarity, kernels, rows, squares, threads);
          case BINARY -> throw new IllegalStateException("IndexOptions refuses it");
        };
    blocks = scan.blocks();
  }

  /** The dot products of vectors with themselves, which tell whether they are finite. */
  private float[] squares(float[][] rows, Blocks whole) {
    float[] squares = new float[size];
    threads.run(
        whole.count(),
        (block, _) -> {
          for (int i = whole.start(block); i < whole.end(block); i++) {
            squares[i] = kernels.dot(rows[i], 0, rows[i], 0, dimension);
          }
        });
    for (int i = 0; i < size; i++) {
      requireInRange("vector " + i, rows[i], squares[i]);
    }
    return squares;
  }

  /** The number of vectors. */
  public int size() {
    return size;
  }

  /**
   * The vectors most similar to a query, the best first; of equal ones the first in the index.
   *
   * @param query {@code [dimension]}
   * @param count how many to return; fewer where the index holds fewer
   * @throws IllegalArgumentException if the query has another length or a component that isn't
   *     finite, or {@code count} is negative; or if the index searches a smaller form and the query
   *     is longer than 10^18
   */
  public List<Match> search(float[] query, int count) {
    return search(new float[][] {query}, count).getFirst();
  }

  /**
   * {@link #search(float[], int)} for several queries, which is faster than one after the other:
   * vectors are read from memory once for many of them.
   *
   * @param queries {@code [m][dimension]}
   * @return the matches of each query
   */
  public List<List<Match>> search(float[][] queries, int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count is negative: " + count);
    }
    for (float[] query : queries) {
      requireSearchable(query);
    }
    List<List<Match>> matches = new ArrayList<>(queries.length);
    try {
      for (int from = 0; from < queries.length; from += QUERIES_PER_PASS) {
        int to = Math.min(queries.length, from + QUERIES_PER_PASS);
        pass(queries, from, to, count, matches);
      }
    } finally {
      // The threads end when the index can't be reached, which is not to be before it has searched.
      Reference.reachabilityFence(this);
    }
    return matches;
  }

  /** Searches for some of the queries while reading the vectors once. */
  private void pass(float[][] queries, int from, int to, int count, List<List<Match>> matches) {
    int candidates = (int) Math.min(size, (long) count * options.rescoreFactor());
    Scan.Query[] prepared = new Scan.Query[to - from];
    for (int q = 0; q < prepared.length; q++) {
      prepared[q] = scan.prepare(queries[from + q]);
    }
    TopK[][] best = new TopK[threads.workers()][prepared.length];
    for (TopK[] ofWorker : best) {
      for (int q = 0; q < prepared.length; q++) {
        ofWorker[q] = new TopK(candidates);
      }
    }
    float[][] scratch = new float[best.length][Blocks.TILE_ROWS];
    if (candidates > 0) {
      threads.run(
          blocks.count(),
          (block, worker) -> scanBlock(block, prepared, scratch[worker], best[worker]));
    }
    for (int q = 0; q < prepared.length; q++) {
      TopK all = best[0][q];
      for (int worker = 1; worker < best.length; worker++) {
        all.offerAll(best[worker][q]);
      }
      matches.add(rescored(queries[from + q], all, count).matches());
    }
  }

  private void scanBlock(int block, Scan.Query[] queries, float[] scratch, TopK[] best) {
    int end = blocks.end(block);
    int tileEnd;
    for (int tile = blocks.start(block); tile < end; tile = tileEnd) {
      tileEnd = blocks.tileEnd(tile);
      for (int q = 0; q < queries.length; q++) {
        queries[q].scan(tile, tileEnd, scratch, best[q]);
      }
    }
  }

  private TopK rescored(float[] query, TopK candidates, int count) {
    if (exact()) {
      return candidates;
    }
    TopK best = new TopK(count);
    for (int index : candidates.indices()) {
      best.offer(index, rescoring.score(query, index));
    }
    return best;
  }

  private boolean exact() {
    return options.form() == VectorForm.FLOAT32;
  }

  private void requireSearchable(float[] query) {
    if (size > 0 && query.length != dimension) {
      throw new IllegalArgumentException(
          "the query has " + query.length + " components, the index " + dimension);
    }
    requireInRange("the query", query, kernels.dot(query, 0, query, 0, query.length));
  }

  /**
   * Refuses components that aren't finite: scores with them may not be numbers, which have no place
   * in an order. A smaller form has no exact score to fall back on where its own leave the range.
   */
  private void requireInRange(String what, float[] vector, float square) {
    if (square < LARGEST_SQUARE) {
      return;
    }
    for (int i = 0; i < vector.length; i++) {
      if (!Float.isFinite(vector[i])) {
        throw new IllegalArgumentException(what + " has " + vector[i] + " at index " + i);
      }
    }
    if (!exact()) {
      throw new IllegalArgumentException(what + " is too long for a smaller form");
    }
  }
}
