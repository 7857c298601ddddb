package dev.lanewise.tokenizer.normalize;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the {@code precompiled_charsmap} that SentencePiece models carry: a double-array trie over
 * the UTF-8 bytes of what is replaced, and behind it the replacements, each ended by a zero byte.
 *
 * <p>Layout: the trie's size in bytes, its 32-bit units (both little-endian), the replacements. A
 * unit has a label in its low byte, bit 8 set if a key ends there, and the distance to its children
 * in the high 22 bits, counted in 256s if bit 9 is set (the format of Darts-clone). Where a key
 * ends, the unit below label 0 holds the place of its replacement.
 *
 * <p>The reference only ever uses the shortest key that a text begins with, and none of more than
 * {@value #MAX_KEY_BYTES} bytes, so only such keys are read.
 */
final class CharsMap {
  /** Longer grapheme clusters are not looked up. */
  static final int MAX_KEY_BYTES = 5;

  /** The map nmt_nfkc takes 211,000; a damaged trie may have endlessly many paths. */
  private static final int MAX_STEPS = 1 << 22;

  private final int[] units; // [units]
  private final byte[] replacements; // [bytes]
  private final Map<String, String> keys = new LinkedHashMap<>();
  private final byte[] key = new byte[MAX_KEY_BYTES];
  private int steps;

  private CharsMap(int[] units, byte[] replacements) {
    this.units = units;
    this.replacements = replacements;
  }

  /**
   * What each key is replaced by.
   *
   * @throws IllegalArgumentException if the map is damaged
   */
  static Map<String, String> read(byte[] blob) {
    ByteBuffer buffer = ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN);
    if (blob.length < Integer.BYTES) {
      throw new IllegalArgumentException("the charsmap has only " + blob.length + " bytes");
    }
    int trieBytes = buffer.getInt();
    if (trieBytes <= 0 || trieBytes % Integer.BYTES != 0 || trieBytes > buffer.remaining()) {
      throw new IllegalArgumentException(
          "the charsmap's trie can't have "
              + Integer.toUnsignedString(trieBytes)
              + " of "
              + blob.length
              + " bytes");
    }
    int[] units = new int[trieBytes / Integer.BYTES];
    buffer.asIntBuffer().get(units);
    byte[] replacements = new byte[buffer.remaining() - trieBytes];
    buffer.position(buffer.position() + trieBytes).get(replacements);
    CharsMap map = new CharsMap(units, replacements);
    map.collect(offset(units[0]), 0);
    return map.keys;
  }

  private static int offset(int unit) {
    return (unit >>> 10) << ((unit & 0x200) >>> 6);
  }

  /** Reads the keys below the unit whose children are at {@code base}. */
  private void collect(int base, int depth) {
    for (int label = 1; label < 1 << Byte.SIZE; label++) {
      int place = base ^ label;
      if (++steps > MAX_STEPS) {
        throw new IllegalArgumentException("the charsmap's trie is too large or no trie");
      }
      // The reference would read beyond the end here. A real trie has 256 units at each base.
      if (place < 0 || place >= units.length) {
        throw new IllegalArgumentException(
            "the charsmap's trie leads to its unit " + place + " of " + units.length);
      }
      int unit = units[place];
      if ((unit & 0x800000FF) != label) {
        continue;
      }
      key[depth] = (byte) label;
      int children = place ^ offset(unit);
      if ((unit & 0x100) != 0) {
        if (children < 0 || children >= units.length) {
          throw new IllegalArgumentException(
              "the charsmap's trie leads to its unit " + children + " of " + units.length);
        }
        keys.put(string(key, 0, depth + 1), replacement(units[children] & Integer.MAX_VALUE));
      } else if (depth + 1 < MAX_KEY_BYTES) {
        collect(children, depth + 1);
      }
    }
  }

  private String replacement(int start) {
    if (start > replacements.length) {
      throw new IllegalArgumentException(
          "the charsmap has " + replacements.length + " bytes of text, the trie leads to " + start);
    }
    int end = start;
    while (end < replacements.length && replacements[end] != 0) {
      end++;
    }
    return string(replacements, start, end);
  }

  private static String string(byte[] bytes, int from, int to) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the charsmap holds text that is not valid UTF-8", e);
    }
  }
}
