package dev.lanewise.tokenizer.text;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * A growable run of code points, each with the range of the original string it stands for.
 *
 * <p>A normalizer may drop, replace or insert code points; the ranges keep the way back, so that a
 * token's offsets always point into what the user passed. Offsets are UTF-16 indices, {@code start}
 * inclusive and {@code end} exclusive. Reused between texts, not thread-safe.
 */
public final class AlignedText {
  private static final int REPLACEMENT = 0xFFFD;

  private int[] codePoints = new int[256]; // [length]
  private int[] starts = new int[256]; // [length]
  private int[] ends = new int[256]; // [length]
  private int length;

  public int length() {
    return length;
  }

  public int codePoint(int index) {
    return codePoints[index];
  }

  /** Where in the original string the code point at {@code index} begins. */
  public int start(int index) {
    return starts[index];
  }

  /** Where in the original string the code point at {@code index} ends. */
  public int end(int index) {
    return ends[index];
  }

  /** The number of code points that the buffers hold without growing. */
  public int capacity() {
    return codePoints.length;
  }

  public void clear() {
    length = 0;
  }

  /** Appends a code point that stands for {@code [start, end)} of the original. */
  public void append(int codePoint, int start, int end) {
    if (length == codePoints.length) {
      grow(length + 1);
    }
    codePoints[length] = codePoint;
    starts[length] = start;
    ends[length] = end;
    length++;
  }

  /** Appends part of another text with its ranges. */
  public void append(AlignedText other, int from, int to) {
    int count = to - from;
    if (length + count > codePoints.length) {
      grow(length + count);
    }
    System.arraycopy(other.codePoints, from, codePoints, length, count);
    System.arraycopy(other.starts, from, starts, length, count);
    System.arraycopy(other.ends, from, ends, length, count);
    length += count;
  }

  /** Sorts the code points from {@code from} on by a key that isn't negative; stable. */
  public void sort(int from, IntUnaryOperator key) {
    long[] order = new long[length - from];
    for (int i = 0; i < order.length; i++) {
      order[i] = ((long) key.applyAsInt(codePoints[from + i]) << 32) | i;
    }
    Arrays.sort(order);
    AlignedText unsorted = new AlignedText();
    unsorted.append(this, from, length);
    length = from;
    for (long entry : order) {
      append(unsorted, (int) entry, (int) entry + 1);
    }
  }

  /** Replaces the content by a string's code points; a lone surrogate becomes U+FFFD. */
  public void set(String text) {
    int utf16Length = text.length();
    if (utf16Length > codePoints.length) {
      grow(utf16Length);
    }
    length = 0;
    int i = 0;
    while (i < utf16Length) {
      char unit = text.charAt(i);
      if (!Character.isSurrogate(unit)) {
        append(unit, i, ++i);
      } else {
        int codePoint = text.codePointAt(i);
        int units = Character.charCount(codePoint);
        append(units == 2 ? codePoint : REPLACEMENT, i, i += units);
      }
    }
  }

  /** The code points as a string. */
  @Override
  public String toString() {
    return new String(codePoints, 0, length);
  }

  private void grow(int needed) {
    int capacity = Math.max(needed, (int) Math.min(codePoints.length * 2L, Integer.MAX_VALUE - 8));
    codePoints = Arrays.copyOf(codePoints, capacity);
    starts = Arrays.copyOf(starts, capacity);
    ends = Arrays.copyOf(ends, capacity);
  }
}
