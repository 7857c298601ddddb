package dev.lanewise.tokenizer;

import dev.lanewise.tokenizer.subword.TokenList;
import java.util.Arrays;
import java.util.List;

/** Fills the arrays of a {@link TokenSequence} from left to right. */
final class SequenceBuilder {
  private final int[] ids; // [size]
  private final int[] typeIds; // [size]
  private final int[] sequences; // [size]
  private final int[] starts; // [size]
  private final int[] ends; // [size]
  private int size;

  SequenceBuilder(int size) {
    ids = new int[size];
    typeIds = new int[size];
    sequences = new int[size];
    starts = new int[size];
    ends = new int[size];
  }

  void addSpecial(List<Integer> tokens, int typeId) {
    for (int id : tokens) {
      ids[size] = id;
      typeIds[size] = typeId;
      sequences[size] = TokenSequence.NO_SEQUENCE;
      size++;
    }
  }

  /** Adds the tokens {@code [from, to)}. */
  void addText(TokenList tokens, int from, int to, int typeId, int sequence) {
    int end = size + to - from;
    tokens.copy(from, to, ids, starts, ends, size);
    // New arrays are zero.
    if (typeId != 0) {
      Arrays.fill(typeIds, size, end, typeId);
    }
    if (sequence != 0) {
      Arrays.fill(sequences, size, end, sequence);
    }
    size = end;
  }

  TokenSequence build(int totalTokens) {
    return new TokenSequence(ids, typeIds, sequences, starts, ends, totalTokens);
  }
}
