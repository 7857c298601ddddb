package dev.lanewise.engine.batch;

import dev.lanewise.tokenizer.TokenSequence;
import java.util.Arrays;
import java.util.List;

/**
 * Sequences laid end to end. Sequence {@code i} takes the rows {@code [start(i), start(i + 1))}.
 * Immutable.
 */
public final class PackedBatch {
  private static final int[] NO_TYPES = {};

  private final int[] starts; // [sequences + 1]
  private final int[] ids; // [tokens]
  private final int[] typeIds; // [tokens], or none where all are 0

  private PackedBatch(int[] starts, int[] ids, int[] typeIds) {
    this.starts = starts;
    this.ids = ids;
    this.typeIds = typeIds;
  }

  /** A batch of all these sequences. */
  public static PackedBatch of(List<TokenSequence> sequences) {
    int[] all = new int[sequences.size()];
    Arrays.setAll(all, i -> i);
    return of(sequences, all);
  }

  /** A batch of some of these sequences, in the order of {@code indices}. */
  public static PackedBatch of(List<TokenSequence> sequences, int[] indices) {
    int[] starts = new int[indices.length + 1];
    for (int i = 0; i < indices.length; i++) {
      starts[i + 1] = Math.addExact(starts[i], sequences.get(indices[i]).size());
    }
    int[] ids = new int[starts[indices.length]];
    int[] typeIds = NO_TYPES;
    int row = 0;
    for (int index : indices) {
      TokenSequence sequence = sequences.get(index);
      for (int i = 0; i < sequence.size(); i++, row++) {
        ids[row] = sequence.id(i);
        int typeId = sequence.typeId(i);
        if (typeId != 0) {
          typeIds = typeIds.length == 0 ? new int[ids.length] : typeIds;
          typeIds[row] = typeId;
        }
      }
    }
    return new PackedBatch(starts, ids, typeIds);
  }

  public int sequences() {
    return starts.length - 1;
  }

  /** The tokens of all sequences together. */
  public int tokens() {
    return ids.length;
  }

  /** The row at which a sequence begins. */
  public int start(int sequence) {
    return starts[sequence];
  }

  /** The tokens of a sequence. */
  public int length(int sequence) {
    return starts[sequence + 1] - starts[sequence];
  }

  /** The vocabulary id in a row. */
  public int id(int row) {
    return ids[row];
  }

  /** The token type in a row. */
  public int typeId(int row) {
    return typeIds.length == 0 ? 0 : typeIds[row];
  }
}
