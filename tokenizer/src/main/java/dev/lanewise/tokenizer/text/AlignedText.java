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

  /** A UTF-16 unit is a surrogate if no more than the lower bits are left of it after this. */
  private static final int SURROGATES = 0xD800;

  private static final int SURROGATE_COUNT = 0x800;

  /** How much of a string is copied at a time, for loops over arrays are faster. */
  private static final int BLOCK_UNITS = 512;

  private char[] block = {}; // [BLOCK_UNITS] once a string was set
  private int[] codePoints = new int[256]; // [length]
  private int length;

  /**
   * Whether code point {@code i} stands for the UTF-16 unit {@code shift + i} and no other, as in
   * most texts; then ranges need not be stored.
   */
  private boolean straight = true;

  private int shift;
  private int[] starts = {}; // [length] unless straight
  private int[] ends = {}; // [length] unless straight

  public int length() {
    return length;
  }

  public int codePoint(int index) {
    return codePoints[index];
  }

  /** Where in the original string the code point at {@code index} begins. */
  public int start(int index) {
    return straight ? shift + index : starts[index];
  }

  /** Where in the original string the code point at {@code index} ends. */
  public int end(int index) {
    return straight ? shift + index + 1 : ends[index];
  }

  /** The number of code points that the buffers hold without growing. */
  public int capacity() {
    return codePoints.length;
  }

  public void clear() {
    length = 0;
    straight = true;
  }

  /** Appends a code point that stands for {@code [start, end)} of the original. */
  public void append(int codePoint, int start, int end) {
    reserve(1);
    if (end != start + 1 || !staysStraight(start)) {
      bend();
      starts[length] = start;
      ends[length] = end;
    }
    codePoints[length++] = codePoint;
  }

  /** Appends part of another text with its ranges. */
  public void append(AlignedText other, int from, int to) {
    reserve(to - from);
    System.arraycopy(other.codePoints, from, codePoints, length, to - from);
    appendRanges(other, from, to - from);
  }

  /**
   * Appends what a table makes of another text's code points, each with its range, up to the first
   * that the table has nothing for.
   *
   * @param table the new code point of each code point below the table's length; 0 for nothing
   * @return where that first one stands, or {@code to}
   */
  public int appendMapped(AlignedText other, int from, int to, int[] table) {
    reserve(to - from);
    int[] source = other.codePoints;
    int[] target = codePoints;
    int at = length - from;
    int i = from;
    while (i < to && source[i] < table.length && table[source[i]] != 0) {
      target[at + i] = table[source[i]];
      i++;
    }
    appendRanges(other, from, i - from);
    return i;
  }

  /** Gives the code points behind the last one the ranges of another text's, and counts them in. */
  private void appendRanges(AlignedText other, int from, int count) {
    if (!other.straight || !staysStraight(other.shift + from)) {
      bend();
      for (int i = 0; i < count; i++) {
        starts[length + i] = other.start(from + i);
        ends[length + i] = other.end(from + i);
      }
    }
    length += count;
  }

  /** Whether it stays straight when a code point is appended that stands for the unit at start. */
  private boolean staysStraight(int start) {
    if (length == 0) {
      shift = start;
    }
    return straight && start == shift + length;
  }

  /** Stores the ranges. */
  private void bend() {
    if (!straight) {
      return;
    }
    if (starts.length < codePoints.length) {
      starts = new int[codePoints.length];
      ends = new int[codePoints.length];
    }
    for (int i = 0; i < length; i++) {
      starts[i] = shift + i;
      ends[i] = shift + i + 1;
    }
    straight = false;
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
    clear();
    int utf16Length = text.length();
    reserve(utf16Length);
    if (block.length == 0) {
      block = new char[BLOCK_UNITS];
    }
    shift = 0;
    while (length < utf16Length && appendBlock(text)) {}
    for (int i = length; i < utf16Length; ) {
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

  /**
   * Appends the next units of a string, of which all so far were appended, if none is a surrogate.
   */
  private boolean appendBlock(String text) {
    int count = Math.min(BLOCK_UNITS, text.length() - length);
    text.getChars(length, length + count, block, 0);
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      codePoints[length + i] = block[i];
      least = Math.min(least, block[i] ^ SURROGATES);
    }
    if (least < SURROGATE_COUNT) {
      return false;
    }
    length += count;
    return true;
  }

  /** The code points as a string. */
  @Override
  public String toString() {
    return new String(codePoints, 0, length);
  }

  /** Makes room for so many code points more. */
  private void reserve(int count) {
    if (count > codePoints.length - length) {
      int doubled = (int) Math.min(codePoints.length * 2L, Integer.MAX_VALUE - 8);
      int capacity = Math.max(Math.addExact(length, count), doubled);
      codePoints = Arrays.copyOf(codePoints, capacity);
      if (!straight) {
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
      }
    }
  }
}
