package dev.lanewise.tokenizer.normalize;

import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.CodePointTrie;
import dev.lanewise.tokenizer.text.GraphemeClusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Replaces what a SentencePiece model's {@code precompiled_charsmap} lists, mostly compatibility
 * characters and composed accents.
 *
 * <p>As in the reference, which isn't what SentencePiece does: a grapheme cluster of less than six
 * UTF-8 bytes is replaced as a whole by what stands for the shortest key that it begins with, and
 * the rest of the cluster is lost; if there is no such key, or the cluster is larger, each of its
 * code points is looked up by itself.
 *
 * <p>A replacement's code points stand one by one for those of what it replaces, those that are
 * left over for the last. Ranges fall behind by as many code points as are dropped at the very
 * beginning, which is the reference's fault, but decides where {@code Metaspace} sees the beginning
 * of a text.
 */
public final class Precompiled implements Normalizer {
  private final CodePointTrie trie = new CodePointTrie();
  private final int root = trie.addRoot();
  private final List<int[]> replacements = new ArrayList<>(); // code points, by the trie's values

  /** Whether an ASCII character is replaced when alone. */
  private final boolean[] asciiKeys = new boolean[128];

  /**
   * @param charsMap the map as SentencePiece stores it
   * @throws IllegalArgumentException if it is damaged
   */
  public Precompiled(byte[] charsMap) {
    Map<String, String> keys = CharsMap.read(charsMap);
    keys.forEach(
        (key, replacement) -> {
          trie.put(root, key, 0, replacements.size());
          replacements.add(replacement.codePoints().toArray());
          if (key.length() == 1 && key.charAt(0) < asciiKeys.length) {
            asciiKeys[key.charAt(0)] = true;
          }
        });
  }

  @Override
  public void normalize(AlignedText in, int from, int to, AlignedText out) {
    new Rewriting(in, out).run(from, to);
  }

  /** Whether a code point is ASCII, stays as it is and isn't joined to others of that kind. */
  private boolean isPlain(int codePoint) {
    return codePoint < asciiKeys.length && !asciiKeys[codePoint] && codePoint != '\r';
  }

  /** What a piece of text is rewritten with. */
  private final class Rewriting {
    private final AlignedText in;
    private final AlignedText out;
    private final int begin;

    /** How many code points were dropped before the first one that stays. */
    private int droppedFirst;

    Rewriting(AlignedText in, AlignedText out) {
      this.in = in;
      this.out = out;
      this.begin = out.length();
    }

    void run(int from, int to) {
      for (int i = from; i < to; ) {
        if (isPlain(in.codePoint(i)) && (i + 1 == to || isPlain(in.codePoint(i + 1)))) {
          append(in.codePoint(i), i);
          i++;
        } else {
          int end = GraphemeClusters.end(in, i, to);
          if (utf8Length(i, end) > CharsMap.MAX_KEY_BYTES || !replace(i, end)) {
            replaceEach(i, end);
          }
          i = end;
        }
      }
    }

    private void replaceEach(int from, int to) {
      for (int i = from; i < to; i++) {
        if (!replace(i, i + 1)) {
          append(in.codePoint(i), i);
        }
      }
    }

    /** Appends what replaces {@code [from, to)}, if anything does. */
    private boolean replace(int from, int to) {
      int node = root;
      for (int i = from; i < to; i++) {
        node = trie.child(node, in.codePoint(i));
        if (node == CodePointTrie.NO_NODE) {
          return false;
        }
        int value = trie.value(node);
        if (value != CodePointTrie.NO_VALUE) {
          int place = from;
          for (int codePoint : replacements.get(value)) {
            append(codePoint, Math.min(place++, to - 1));
          }
          if (out.length() == begin) {
            droppedFirst += to - from;
          }
          return true;
        }
      }
      return false;
    }

    private void append(int codePoint, int source) {
      int place = source - droppedFirst;
      out.append(codePoint, in.start(place), in.end(place));
    }

    private int utf8Length(int from, int to) {
      int length = 0;
      for (int i = from; i < to && length <= CharsMap.MAX_KEY_BYTES; i++) {
        int codePoint = in.codePoint(i);
        length += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
      }
      return length;
    }
  }
}
