package dev.lanewise.tokenizer.subword;

import java.util.Arrays;

/**
 * The merges of byte-pair encoding: which two symbols become which one, and how early that was
 * learned. One open-addressing hash table under the pair of ids.
 *
 * <p>A merge is given out as {@code rank << 32 | id}, so that the smaller of two goes first.
 */
final class MergeTable {
  /** What a pair has that is never merged: goes after every merge. */
  static final long NONE = Long.MAX_VALUE;

  private static final long EMPTY = -1;

  private final long[] pairs; // [capacity], a power of two
  private final long[] merges; // [capacity]

  MergeTable(int size) {
    int capacity = Integer.highestOneBit(Math.max(size, 8)) * 4;
    pairs = new long[capacity];
    merges = new long[capacity];
    Arrays.fill(pairs, EMPTY);
  }

  /** Makes a pair merge; of two merges of a pair the last counts. */
  void put(int left, int right, int rank, int id) {
    long pair = pair(left, right);
    int slot = slot(pair);
    while (pairs[slot] != EMPTY && pairs[slot] != pair) {
      slot = (slot + 1) & (pairs.length - 1);
    }
    pairs[slot] = pair;
    merges[slot] = (long) rank << 32 | id;
  }

  /** The merge of a pair, or {@link #NONE}. */
  long get(int left, int right) {
    long pair = pair(left, right);
    for (int slot = slot(pair); ; slot = (slot + 1) & (pairs.length - 1)) {
      if (pairs[slot] == pair) {
        return merges[slot];
      }
      if (pairs[slot] == EMPTY) {
        return NONE;
      }
    }
  }

  /** The id that a merge makes. */
  static int id(long merge) {
    return (int) merge;
  }

  /** When a merge was learned. */
  static int rank(long merge) {
    return (int) (merge >>> 32);
  }

  private static long pair(int left, int right) {
    return (long) left << 32 | right;
  }

  /** Fibonacci hashing: the high bits of the product depend on all bits of the pair. */
  private int slot(long pair) {
    long hash = (pair ^ pair >>> 29) * 0x9E3779B97F4A7C15L;
    return (int) (hash >>> 32) & (pairs.length - 1);
  }
}
