package dev.lanewise.tokenizer.subword;

import java.util.Arrays;

/**
 * The symbols of one word while they are merged: ids and how many UTF-8 bytes of the word each
 * stands for. Reused between words, not thread-safe.
 */
final class Symbols {
  /**
   * Up to here the next merge is looked for among all pairs, which for so few is faster than a
   * queue.
   */
  private static final int FEW = 40;

  private static final int REMOVED = -1;

  private final MergeTable merges;
  private int[] ids = new int[64]; // [size]
  private int[] bytes = new int[64]; // [size]
  private int size;

  /** The merge of each symbol with the one after it. */
  private final long[] pairs = new long[FEW];

  private int[] before = {}; // [size], the symbol before each
  private int[] after = {}; // [size], the symbol after each, or size
  private final LongHeap queue = new LongHeap();

  Symbols(MergeTable merges) {
    this.merges = merges;
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  int id(int index) {
    return ids[index];
  }

  /** How many UTF-8 bytes of the word a symbol stands for. */
  int bytes(int index) {
    return bytes[index];
  }

  void add(int id, int byteCount) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, size * 2);
      bytes = Arrays.copyOf(bytes, size * 2);
    }
    ids[size] = id;
    bytes[size] = byteCount;
    size++;
  }

  /** Merges until nothing merges: each time what was learned first, of that the leftmost. */
  void merge() {
    if (size <= FEW) {
      mergeFew();
    } else {
      mergeMany();
    }
  }

  private void mergeFew() {
    for (int i = 0; i + 1 < size; i++) {
      pairs[i] = merges.get(ids[i], ids[i + 1]);
    }
    while (size > 1) {
      int best = 0;
      for (int i = 1; i + 1 < size; i++) {
        if (pairs[i] < pairs[best]) {
          best = i;
        }
      }
      if (pairs[best] == MergeTable.NONE) {
        return;
      }
      ids[best] = MergeTable.id(pairs[best]);
      bytes[best] += bytes[best + 1];
      int rest = size - best - 2;
      System.arraycopy(ids, best + 2, ids, best + 1, rest);
      System.arraycopy(bytes, best + 2, bytes, best + 1, rest);
      System.arraycopy(pairs, best + 1, pairs, best, rest);
      size--;
      if (rest > 0) {
        pairs[best] = merges.get(ids[best], ids[best + 1]);
      }
      if (best > 0) {
        pairs[best - 1] = merges.get(ids[best - 1], ids[best]);
      }
    }
  }

  /**
   * The same with a queue of merges, which a later merge may have made stale: an entry counts if
   * the pair at its place still has the rank that it had.
   */
  private void mergeMany() {
    if (before.length < size) {
      before = new int[ids.length];
      after = new int[ids.length];
    }
    queue.clear();
    for (int i = 0; i < size; i++) {
      before[i] = i - 1;
      after[i] = i + 1;
      enqueue(i);
    }
    while (!queue.isEmpty()) {
      long entry = queue.pop();
      int left = (int) entry;
      int right = ids[left] == REMOVED ? size : after[left];
      if (right == size) {
        continue;
      }
      long merge = merges.get(ids[left], ids[right]);
      if (merge == MergeTable.NONE || MergeTable.rank(merge) != (int) (entry >>> 32)) {
        continue;
      }
      ids[left] = MergeTable.id(merge);
      bytes[left] += bytes[right];
      ids[right] = REMOVED;
      after[left] = after[right];
      if (after[left] < size) {
        before[after[left]] = left;
        enqueue(left);
      }
      if (before[left] >= 0) {
        enqueue(before[left]);
      }
    }
    compact();
  }

  private void enqueue(int left) {
    int right = after[left];
    if (right < size) {
      long merge = merges.get(ids[left], ids[right]);
      if (merge != MergeTable.NONE) {
        queue.push((long) MergeTable.rank(merge) << 32 | left);
      }
    }
  }

  private void compact() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (ids[i] != REMOVED) {
        ids[kept] = ids[i];
        bytes[kept] = bytes[i];
        kept++;
      }
    }
    size = kept;
  }
}
