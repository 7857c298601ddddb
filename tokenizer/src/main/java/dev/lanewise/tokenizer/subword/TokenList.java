package dev.lanewise.tokenizer.subword;

import dev.lanewise.tokenizer.text.AlignedText;
import java.util.Arrays;

/**
 * Tokens in the making: ids and the ranges of the original string that they stand for, as UTF-16
 * indices. Reused between texts, not thread-safe.
 */
public final class TokenList {
  private int[] ids = new int[128]; // [size]
  private int[] starts = new int[128]; // [size]
  private int[] ends = new int[128]; // [size]
  private int size;

  public int size() {
    return size;
  }

  public int id(int index) {
    return ids[index];
  }

  public int start(int index) {
    return starts[index];
  }

  public int end(int index) {
    return ends[index];
  }

  /** Copies the tokens {@code [from, to)} to the place {@code at} of other arrays. */
  public void copy(int from, int to, int[] ids, int[] starts, int[] ends, int at) {
    System.arraycopy(this.ids, from, ids, at, to - from);
    System.arraycopy(this.starts, from, starts, at, to - from);
    System.arraycopy(this.ends, from, ends, at, to - from);
  }

  public void clear() {
    size = 0;
  }

  /** Drops the tokens from {@code size} on. */
  public void truncate(int size) {
    this.size = size;
  }

  /** Makes a token stand for {@code [start, end)} of the original string. */
  public void setRange(int index, int start, int end) {
    starts[index] = start;
    ends[index] = end;
  }

  /** Appends a token that stands for the code points {@code [from, to)} of {@code text}. */
  public void add(int id, AlignedText text, int from, int to) {
    add(id, text.start(from), text.end(to - 1));
  }

  /** Appends a token that stands for {@code [start, end)} of the original string. */
  public void add(int id, int start, int end) {
    if (size == ids.length) {
      int capacity = size * 2;
      ids = Arrays.copyOf(ids, capacity);
      starts = Arrays.copyOf(starts, capacity);
      ends = Arrays.copyOf(ends, capacity);
    }
    ids[size] = id;
    starts[size] = start;
    ends[size] = end;
    size++;
  }
}
