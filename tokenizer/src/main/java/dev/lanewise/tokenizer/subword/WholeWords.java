package dev.lanewise.tokenizer.subword;

import dev.lanewise.tokenizer.text.AlignedText;
import java.util.Arrays;

/** Finds the token that is spelled like a word; one probe of a hash table. Immutable. */
final class WholeWords {
  static final int NO_TOKEN = -1;

  private final Vocabulary vocabulary;
  private final int[] ids; // [capacity], a power of two
  private final int[] hashes; // [capacity]
  private int longest; // in code points

  WholeWords(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    int capacity = Integer.highestOneBit(Math.max(vocabulary.tokenCount(), 8)) * 4;
    ids = new int[capacity];
    hashes = new int[capacity];
    Arrays.fill(ids, NO_TOKEN);
    AlignedText text = new AlignedText();
    vocabulary
        .ids()
        .forEach(
            (token, id) -> {
              text.set(token);
              put(hash(text, 0, text.length()), id);
              longest = Math.max(longest, text.length());
            });
  }

  /** The id of the token that reads {@code [from, to)}, or {@link #NO_TOKEN}. */
  int find(AlignedText text, int from, int to) {
    if (to - from > longest) {
      return NO_TOKEN;
    }
    int hash = hash(text, from, to);
    int mask = ids.length - 1;
    for (int slot = hash & mask; ids[slot] != NO_TOKEN; slot = (slot + 1) & mask) {
      if (hashes[slot] == hash && reads(vocabulary.token(ids[slot]), text, from, to)) {
        return ids[slot];
      }
    }
    return NO_TOKEN;
  }

  private void put(int hash, int id) {
    int slot = hash & (ids.length - 1);
    while (ids[slot] != NO_TOKEN) {
      slot = (slot + 1) & (ids.length - 1);
    }
    ids[slot] = id;
    hashes[slot] = hash;
  }

  private static int hash(AlignedText text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = (hash ^ text.codePoint(i)) * 0x9E3779B1;
      hash ^= hash >>> 15;
    }
    return hash;
  }

  private static boolean reads(String token, AlignedText text, int from, int to) {
    int at = 0;
    for (int i = from; i < to; i++) {
      if (at >= token.length() || token.codePointAt(at) != text.codePoint(i)) {
        return false;
      }
      at += Character.charCount(text.codePoint(i));
    }
    return at == token.length();
  }
}
