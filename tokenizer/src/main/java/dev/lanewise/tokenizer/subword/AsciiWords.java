package dev.lanewise.tokenizer.subword;

import dev.lanewise.tokenizer.text.AlignedText;
import java.util.Map;

/**
 * Finds the token that is spelled like a short word of ASCII characters, which most words of prose
 * are. Such a word makes two numbers that no other makes, so a probe of a hash table is all it
 * takes. Immutable.
 */
final class AsciiWords {
  static final int NO_TOKEN = -1;

  private static final int CHAR_BITS = 7;

  /** The characters that fit into a number beside the bit that says where they begin. */
  private static final int CHARS_PER_NUMBER = 9;

  private static final int MOST_CHARS = 2 * CHARS_PER_NUMBER;

  private final long[] words; // [2 * capacity]: both numbers of a word, zero where there is none
  private final int[] ids; // [capacity]
  private final int shift; // leaves the bits of a slot's number

  AsciiWords(Map<String, Integer> tokens) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(tokens.size(), 8)) + 1;
    words = new long[2 << bits];
    ids = new int[1 << bits];
    shift = Long.SIZE - bits;
    AlignedText text = new AlignedText();
    tokens.forEach(
        (token, id) -> {
          text.set(token);
          put(text, id);
        });
  }

  /** The id of the token that reads {@code [from, to)}, or {@link #NO_TOKEN} if there is none. */
  int find(AlignedText text, int from, int to) {
    if (to - from > MOST_CHARS) {
      return NO_TOKEN;
    }
    int middle = Math.min(to, from + CHARS_PER_NUMBER);
    long head = number(text, from, middle);
    long tail = number(text, middle, to);
    if (head == 0 || tail == 0) {
      return NO_TOKEN;
    }
    int slot = slot(head, tail);
    while (words[2 * slot] != head || words[2 * slot + 1] != tail) {
      if (words[2 * slot] == 0) {
        return NO_TOKEN;
      }
      slot = next(slot);
    }
    return ids[slot];
  }

  private void put(AlignedText text, int id) {
    int to = text.length();
    if (to > MOST_CHARS) {
      return;
    }
    int middle = Math.min(to, CHARS_PER_NUMBER);
    long head = number(text, 0, middle);
    long tail = number(text, middle, to);
    if (head == 0 || tail == 0) {
      return;
    }
    int slot = slot(head, tail);
    while (words[2 * slot] != 0) {
      slot = next(slot);
    }
    words[2 * slot] = head;
    words[2 * slot + 1] = tail;
    ids[slot] = id;
  }

  /**
   * The characters behind a leading one, which tells apart what begins with U+0000; 0 if others.
   */
  private static long number(AlignedText text, int from, int to) {
    long number = 1;
    int bits = 0;
    for (int i = from; i < to; i++) {
      int codePoint = text.codePoint(i);
      bits |= codePoint;
      number = number << CHAR_BITS | codePoint;
    }
    return bits >>> CHAR_BITS == 0 ? number : 0;
  }

  /** Fibonacci hashing: the high bits of the product depend on all bits. */
  private int slot(long head, long tail) {
    long mixed = head ^ Long.rotateLeft(tail * 0xC2B2AE3D27D4EB4FL, 31);
    return (int) ((mixed * 0x9E3779B97F4A7C15L) >>> shift);
  }

  private int next(int slot) {
    return (slot + 1) & (ids.length - 1);
  }
}
