package dev.lanewise.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Tokens as the model sees them, special tokens included, with the way back to the text.
 *
 * <p>Token {@code i} has an id, a type (0 or 1: which segment it belongs to), the text it comes
 * from and the range of it that it stands for. Immutable.
 */
public final class TokenSequence {
  /** The {@link #sequence(int)} of a special token that belongs to no text. */
  public static final int NO_SEQUENCE = -1;

  private final int[] ids; // [size]
  private final int[] typeIds; // [size], or none where all are 0
  private final byte[] sequences; // [size]
  private final int[] starts; // [size]
  private final int[] ends; // [size]
  private final int totalTokens;

  TokenSequence(
      int[] ids, int[] typeIds, byte[] sequences, int[] starts, int[] ends, int totalTokens) {
    this.ids = ids;
    this.typeIds = typeIds;
    this.sequences = sequences;
    this.starts = starts;
    this.ends = ends;
    this.totalTokens = totalTokens;
  }

  /** The number of tokens. */
  public int size() {
    return ids.length;
  }

  /** The vocabulary id of a token. */
  public int id(int index) {
    return ids[index];
  }

  /** The segment of a token: 0, or 1 for most models' second text. */
  public int typeId(int index) {
    Objects.checkIndex(index, ids.length);
    return typeIds.length == 0 ? 0 : typeIds[index];
  }

  /** Which text a token comes from: 0, 1, or {@link #NO_SEQUENCE} for an added special token. */
  public int sequence(int index) {
    return sequences[index];
  }

  /** Where in its text a token begins: a UTF-16 index; 0 for a special token. */
  public int start(int index) {
    return starts[index];
  }

  /** Where in its text a token ends: a UTF-16 index, exclusive; 0 for a special token. */
  public int end(int index) {
    return ends[index];
  }

  /** A copy of the ids. */
  public int[] ids() {
    return ids.clone();
  }

  /** How many tokens there were before truncation, special tokens included. */
  public int totalTokens() {
    return totalTokens;
  }

  /** Whether truncation removed tokens. */
  public boolean truncated() {
    return totalTokens > ids.length;
  }

  /**
   * Cuts the sequence of one text into windows that a model can take, each with the special tokens
   * around it that stand around this one.
   *
   * @param maxTokens the most tokens of a window, special tokens included
   * @param overlap how many of the text's tokens a window has in common with the one before
   * @param repeatedChars so many UTF-16 units at the start of the text are in every window: a
   *     prompt
   * @return this sequence alone if it fits
   * @throws IllegalArgumentException if what is in every window and the overlap leave no room
   */
  public List<TokenSequence> windows(int maxTokens, int overlap, int repeatedChars) {
    if (size() <= maxTokens) {
      return List.of(this);
    }
    int head = 0;
    while (head < size() && (sequences[head] == NO_SEQUENCE || ends[head] <= repeatedChars)) {
      head++;
    }
    int tail = size();
    while (tail > head && sequences[tail - 1] == NO_SEQUENCE) {
      tail--;
    }
    int room = maxTokens - head - (size() - tail);
    if (overlap < 0 || room <= overlap) {
      throw new IllegalArgumentException(
          "windows of "
              + maxTokens
              + " tokens have room for "
              + Math.max(0, room)
              + " of a text, which must be more than their overlap of "
              + overlap);
    }
    List<TokenSequence> windows = new ArrayList<>();
    int from = head;
    int to;
    do {
      to = Math.min(tail, from + room);
      windows.add(window(head, from, to, tail));
      from = to - overlap;
    } while (to < tail);
    return windows;
  }

  /** The tokens before {@code head}, those in {@code [from, to)}, and those from the tail on. */
  private TokenSequence window(int head, int from, int to, int tail) {
    int size = head + to - from + size() - tail;
    int[][] columns = {ids, typeIds, starts, ends};
    for (int i = 0; i < columns.length; i++) {
      if (columns[i].length > 0) {
        int[] kept = Arrays.copyOf(columns[i], size);
        System.arraycopy(columns[i], from, kept, head, to - from);
        System.arraycopy(columns[i], tail, kept, head + to - from, size() - tail);
        columns[i] = kept;
      }
    }
    byte[] keptSequences = Arrays.copyOf(sequences, size);
    System.arraycopy(sequences, from, keptSequences, head, to - from);
    System.arraycopy(sequences, tail, keptSequences, head + to - from, size() - tail);
    return new TokenSequence(columns[0], columns[1], keptSequences, columns[2], columns[3], size);
  }

  /** Where the first of a text's tokens that are left begins; 0 where none is left. */
  public int keptStart(int sequence) {
    for (int i = 0; i < ids.length; i++) {
      if (sequences[i] == sequence) {
        return starts[i];
      }
    }
    return 0;
  }

  /** Where the last of a text's tokens that are left ends; 0 where none is left. */
  public int keptEnd(int sequence) {
    for (int i = ids.length - 1; i >= 0; i--) {
      if (sequences[i] == sequence) {
        return ends[i];
      }
    }
    return 0;
  }
}
