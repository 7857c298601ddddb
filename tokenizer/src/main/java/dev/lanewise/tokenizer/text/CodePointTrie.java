package dev.lanewise.tokenizer.text;

import java.util.Arrays;

/**
 * A trie from strings to numbers, walked by code points: nodes are numbers, edges stand in one
 * open-addressing hash table under the key (node, code point).
 *
 * <p>Filled once, then read by any number of threads.
 */
public final class CodePointTrie {
  /** The value of a node that none was given. */
  public static final int NO_VALUE = -1;

  /** Where an edge leads that isn't there. */
  public static final int NO_NODE = -1;

  /** Code points take 21 bits of an edge's key. */
  private static final int CODE_POINT_BITS = 21;

  private static final long EMPTY = -1;

  private long[] keys = new long[1 << 12]; // [capacity], a power of two
  private int[] children = new int[1 << 12]; // [capacity]
  private int[] values = new int[1 << 10]; // [nodes]
  private int nodes;
  private int edges;

  public CodePointTrie() {
    Arrays.fill(keys, EMPTY);
  }

  /** Adds a root: where to start a walk. */
  public int addRoot() {
    return addNode();
  }

  /**
   * Makes {@code key}, from its UTF-16 index {@code from} on, lead from {@code root} to a value.
   */
  public void put(int root, String key, int from, int value) {
    int node = root;
    for (int i = from; i < key.length(); ) {
      int codePoint = key.codePointAt(i);
      i += Character.charCount(codePoint);
      int next = child(node, codePoint);
      node = next == NO_NODE ? addEdge(node, codePoint) : next;
    }
    values[node] = value;
  }

  /** The node that an edge leads to, or {@link #NO_NODE}. */
  public int child(int node, int codePoint) {
    long key = key(node, codePoint);
    int mask = keys.length - 1;
    for (int slot = slot(key, mask); ; slot = (slot + 1) & mask) {
      if (keys[slot] == key) {
        return children[slot];
      }
      if (keys[slot] == EMPTY) {
        return NO_NODE;
      }
    }
  }

  /** The value of the key that ends at a node, or {@link #NO_VALUE}. */
  public int value(int node) {
    return values[node];
  }

  private int addNode() {
    if (nodes == values.length) {
      values = Arrays.copyOf(values, nodes * 2);
    }
    values[nodes] = NO_VALUE;
    return nodes++;
  }

  private int addEdge(int node, int codePoint) {
    if (++edges * 2 > keys.length) {
      rehash();
    }
    int child = addNode();
    insert(key(node, codePoint), child);
    return child;
  }

  private void insert(long key, int child) {
    int mask = keys.length - 1;
    int slot = slot(key, mask);
    while (keys[slot] != EMPTY) {
      slot = (slot + 1) & mask;
    }
    keys[slot] = key;
    children[slot] = child;
  }

  private void rehash() {
    long[] oldKeys = keys;
    int[] oldChildren = children;
    keys = new long[oldKeys.length * 2];
    children = new int[keys.length];
    Arrays.fill(keys, EMPTY);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != EMPTY) {
        insert(oldKeys[i], oldChildren[i]);
      }
    }
  }

  private static long key(int node, int codePoint) {
    return ((long) node << CODE_POINT_BITS) | codePoint;
  }

  /** Fibonacci hashing: the high bits of the product depend on all bits of the key. */
  private static int slot(long key, int mask) {
    return (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
  }
}
