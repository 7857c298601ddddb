package dev.lanewise.tokenizer.subword;

import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.CodePointTrie;
import dev.lanewise.tokenizer.text.Words;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Unigram: of all ways to put a word together from pieces the one whose scores sum up highest (Kudo
 * 2018, "Subword Regularization"), found by the Viterbi algorithm.
 *
 * <p>A code point that is no piece by itself can be had as an unknown one at a score below all
 * others; neighbouring unknown ones become one token, or with byte fallback a token for each of
 * their UTF-8 bytes.
 */
public final class Unigram implements SubwordModel {
  /** How much worse than the worst piece an unknown code point is. */
  private static final double UNKNOWN_PENALTY = 10;

  private static final int NO_ID = -1;

  private final Vocabulary vocabulary;
  private final double[] scores; // [pieces]
  private final double unknownScore;
  private final int unknownId;
  private final int[] byteIds; // [256], NO_ID where there is no piece; empty without byte fallback
  private final CodePointTrie trie = new CodePointTrie();
  private final int root = trie.addRoot();

  /**
   * @param pieces the pieces; the index is the id
   * @param scores the logarithm of each piece's probability, {@code [pieces]}
   * @param unknownId the piece that stands for what is unknown; where there is none, text that
   *     needs it is refused
   * @param byteFallback whether what is unknown is spelled in pieces like {@code <0x0A>}
   * @throws IllegalArgumentException if a score isn't finite, a piece stands twice or the unknown
   *     one isn't there
   */
  public Unigram(
      List<String> pieces, double[] scores, OptionalInt unknownId, boolean byteFallback) {
    this.vocabulary = vocabulary(pieces);
    this.scores = scores.clone();
    this.unknownId = unknownId.orElse(NO_ID);
    if (this.unknownId >= pieces.size()) {
      throw new IllegalArgumentException(
          "the unknown piece has the id " + this.unknownId + " of " + pieces.size() + " pieces");
    }
    double lowest = Double.POSITIVE_INFINITY;
    for (int id = 0; id < scores.length; id++) {
      if (!Double.isFinite(scores[id])) {
        throw new IllegalArgumentException(
            "the piece \"" + pieces.get(id) + "\" has the score " + scores[id]);
      }
      lowest = Math.min(lowest, scores[id]);
      trie.put(root, pieces.get(id), 0, id);
    }
    this.unknownScore = lowest - UNKNOWN_PENALTY;
    this.byteIds = byteFallback ? byteIds(vocabulary) : new int[0];
  }

  private static Vocabulary vocabulary(List<String> pieces) {
    Map<String, Integer> ids = LinkedHashMap.newLinkedHashMap(pieces.size());
    for (String piece : pieces) {
      Integer before = ids.put(piece, ids.size());
      if (before != null) {
        throw new IllegalArgumentException(
            "the piece \"" + piece + "\" stands twice, the first time with the id " + before);
      }
    }
    return new Vocabulary(ids);
  }

  private static int[] byteIds(Vocabulary vocabulary) {
    int[] ids = new int[1 << Byte.SIZE];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = vocabulary.id(String.format(Locale.ROOT, "<0x%02X>", i)).orElse(NO_ID);
    }
    return ids;
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public Words tokenizer(TokenList out) {
    return new Lattice(out);
  }

  /**
   * The best way to each place of a word: its score, and the piece that it ends with. Reused from
   * word to word.
   */
  private final class Lattice implements Words {
    private final TokenList out;
    private double[] bestScores = new double[64]; // [places], from before the first code point
    private int[] bestIds = new int[64]; // [places]
    private int[] bestStarts = new int[64]; // [places], where the piece begins

    Lattice(TokenList out) {
      this.out = out;
    }

    @Override
    public void accept(AlignedText text, int from, int to) {
      int length = to - from;
      prepare(length);
      for (int start = 0; start < length; start++) {
        double scoreHere = bestScores[start];
        boolean known = false; // whether the code point is a piece by itself
        int node = root;
        for (int end = start; end < length; ) {
          node = trie.child(node, text.codePoint(from + end++));
          if (node == CodePointTrie.NO_NODE) {
            break;
          }
          int id = trie.value(node);
          if (id != CodePointTrie.NO_VALUE) {
            offer(start, end, id, scores[id] + scoreHere);
            known |= end == start + 1;
          }
        }
        if (!known) {
          offerUnknown(start, text.codePoint(from + start), scoreHere);
        }
      }
      turnLinks(length);
      emit(text, from, length);
    }

    private void prepare(int length) {
      if (length >= bestScores.length) {
        int capacity = (int) Math.min(Math.max(length + 1L, bestScores.length * 2L), 1 << 30);
        bestScores = new double[capacity];
        bestIds = new int[capacity];
        bestStarts = new int[capacity];
      }
      bestScores[0] = 0;
      Arrays.fill(bestStarts, 1, length + 1, NO_ID);
    }

    /** Of equally good ways the first one found stays: the one with the earlier last start. */
    private void offer(int start, int end, int id, double score) {
      if (bestStarts[end] == NO_ID || score > bestScores[end]) {
        bestScores[end] = score;
        bestStarts[end] = start;
        bestIds[end] = id;
      }
    }

    private void offerUnknown(int start, int codePoint, double scoreHere) {
      double score = unknownScore + scoreHere;
      if (unknownId == NO_ID && (bestStarts[start + 1] == NO_ID || score > bestScores[start + 1])) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "U+%04X is not in the vocabulary, which has no unknown token",
                codePoint));
      }
      offer(start, start + 1, unknownId, score);
    }

    /** Turns the links of the best way around: from a place they now lead to the next. */
    private void turnLinks(int length) {
      int end = length;
      int id = bestIds[end];
      int start = bestStarts[end];
      while (end > 0) {
        int previousId = bestIds[start];
        int previousStart = bestStarts[start];
        bestIds[start] = id;
        bestStarts[start] = end;
        id = previousId;
        end = start;
        start = previousStart;
      }
    }

    private void emit(AlignedText text, int from, int length) {
      for (int start = 0; start < length; ) {
        int id = bestIds[start];
        int end = bestStarts[start];
        if (id == unknownId) {
          while (end < length && bestIds[end] == unknownId) {
            end = bestStarts[end];
          }
          emitUnknown(text, from + start, from + end);
        } else {
          out.add(id, text, from + start, from + end);
        }
        start = end;
      }
    }

    private void emitUnknown(AlignedText text, int from, int to) {
      // Unknown code points side by side may be a piece that was too bad to be chosen.
      int id = find(text, from, to);
      if (id != NO_ID) {
        out.add(id, text, from, to);
      } else if (!emitBytes(text, from, to)) {
        out.add(unknownId, text, from, to);
      }
    }

    private int find(AlignedText text, int from, int to) {
      int node = root;
      for (int i = from; i < to && node != CodePointTrie.NO_NODE; i++) {
        node = trie.child(node, text.codePoint(i));
      }
      return node == CodePointTrie.NO_NODE ? NO_ID : trie.value(node);
    }

    /** Appends a token for each byte, or none at all if one of them has no piece. */
    private boolean emitBytes(AlignedText text, int from, int to) {
      if (byteIds.length == 0) {
        return false;
      }
      int before = out.size();
      int start = text.start(from);
      int end = text.end(to - 1);
      for (int i = from; i < to; i++) {
        int codePoint = text.codePoint(i);
        // UTF-8: all but the first byte hold six bits.
        int more = codePoint < 0x80 ? 0 : codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3;
        int lead = more == 0 ? 0 : (0xF00 >> (more + 1)) & 0xFF;
        for (int shift = 6 * more; shift >= 0; shift -= 6) {
          int bits = codePoint >>> shift;
          int id = byteIds[shift == 6 * more ? lead | bits : 0x80 | (bits & 0x3F)];
          if (id == NO_ID) {
            out.truncate(before);
            return false;
          }
          out.add(id, start, end);
        }
      }
      return true;
    }
  }
}
