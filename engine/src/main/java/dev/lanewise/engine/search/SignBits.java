package dev.lanewise.engine.search;

import dev.lanewise.engine.parallel.Parallel;

/**
 * Whether components are positive, ranked by how many agree with the query's. Plain loops: the
 * processor's instruction that counts the bits of a word is faster than memory delivers words.
 */
final class SignBits implements Scan {
  private final int words; // of a vector
  private final Blocks blocks;
  private final long[][] bits; // [block][blockRows * words]

  SignBits(float[][] vectors, Parallel threads) {
    int dimension = vectors.length == 0 ? 0 : vectors[0].length;
    words = Math.ceilDiv(dimension, Long.SIZE);
    blocks = Blocks.of(vectors.length, (long) words * Long.BYTES);
    bits = new long[blocks.count()][];
    threads.run(blocks.count(), (block, _) -> take(block, vectors));
  }

  private void take(int block, float[][] vectors) {
    int start = blocks.start(block);
    int end = blocks.end(block);
    long[] to = new long[(end - start) * words];
    for (int i = start; i < end; i++) {
      signs(vectors[i], to, (i - start) * words);
    }
    bits[block] = to;
  }

  private static void signs(float[] vector, long[] to, int at) {
    for (int n = 0; n < vector.length; n++) {
      if (vector[n] > 0) {
        to[at + n / Long.SIZE] |= 1L << n; // modulo 64
      }
    }
  }

  @Override
  public Blocks blocks() {
    return blocks;
  }

  @Override
  public Query prepare(float[] query) {
    long[] signs = new long[words];
    signs(query, signs, 0);
    return (from, to, _, best) -> scan(signs, from, to, best);
  }

  private void scan(long[] query, int from, int to, TopK best) {
    long[] rows = bits[blocks.containing(from)];
    int at = blocks.place(from) * words;
    float most = -best.threshold();
    for (int i = from; i < to; i++) {
      int different = 0;
      for (int w = 0; w < query.length; w++) {
        different += Long.bitCount(query[w] ^ rows[at + w]);
      }
      at += query.length;
      if (different < most) {
        best.offer(i, -different);
        most = -best.threshold();
      }
    }
  }
}
