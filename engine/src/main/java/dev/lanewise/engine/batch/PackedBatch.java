package dev.lanewise.engine.batch;

import dev.lanewise.tokenizer.TokenSequence;
import java.util.List;

/**
 * Sequences laid end to end. Sequence {@code i} takes the rows {@code [start(i), start(i + 1))}.
 * Immutable.
 */
public final class PackedBatch {
  private final int[] starts; // [sequences + 1]
  private final int[] ids; // [tokens]
  private final int[] typeIds; // [tokens]

  private PackedBatch(int[] starts, int[] ids, int[] typeIds) {
    this.starts = starts;
    this.ids = ids;
    this.typeIds = typeIds;
  }

  public static PackedBatch of(List<TokenSequence> sequences) {
    int[] starts = new int[sequences.size() + 1];
    for (int i = 0; i < sequences.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], sequences.get(i).size());
    }
    int[] ids = new int[starts[sequences.size()]];
    int[] typeIds = new int[ids.length];
    int row = 0;
    for (TokenSequence sequence : sequences) {
      for (int i = 0; i < sequence.size(); i++, row++) {
        ids[row] = sequence.id(i);
        typeIds[row] = sequence.typeId(i);
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
    return typeIds[row];
  }
}
