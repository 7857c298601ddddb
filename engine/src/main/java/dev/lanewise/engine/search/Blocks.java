package dev.lanewise.engine.search;

/**
 * How rows are grouped.
 *
 * <p>A block is what a thread takes at a time: large enough that taking it costs nothing beside
 * reading it. A tile is what a thread reads once for several queries: small enough to stay in a
 * core's cache between them.
 *
 * @param size all rows
 * @param blockRows rows of a block; the last one may have fewer
 * @param tileRows rows of a tile; the last one of a block may have fewer
 */
record Blocks(int size, int blockRows, int tileRows) {
  /** The most rows of a tile. */
  static final int TILE_ROWS = 1024;

  private static final int BLOCK_BYTES = 1 << 19;
  private static final int TILE_BYTES = 1 << 16;

  static Blocks of(int size, long rowBytes) {
    return new Blocks(
        size, rows(BLOCK_BYTES, rowBytes), Math.min(TILE_ROWS, rows(TILE_BYTES, rowBytes)));
  }

  private static int rows(int bytes, long rowBytes) {
    return Math.max(1, (int) (bytes / Math.max(1, rowBytes)));
  }

  int count() {
    return Math.ceilDiv(size, blockRows);
  }

  int start(int block) {
    return block * blockRows;
  }

  int end(int block) {
    return (int) Math.min(size, (long) (block + 1) * blockRows);
  }

  /** The block that contains a row. */
  int containing(int row) {
    return row / blockRows;
  }

  /** Where a row stands in its block. */
  int place(int row) {
    return row % blockRows;
  }

  /** The row to stop before of the tile that begins with this one. */
  int tileEnd(int tile) {
    return Math.min(end(containing(tile)), tile + tileRows);
  }
}
