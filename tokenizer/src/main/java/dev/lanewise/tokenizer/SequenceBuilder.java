package dev.lanewise.tokenizer;

import dev.lanewise.tokenizer.subword.TokenList;
import java.util.Arrays;
import java.util.List;

/** Fills the arrays of a {@link TokenSequence} from left to right. */
final class SequenceBuilder {
  private static final int[] NO_TYPES = {};

  private final int[] ids; // [size]
  private final byte[] sequences; // [size]
  private final int[] starts; // [size]
  private final int[] ends; // [size]
  private int[] typeIds = NO_TYPES; // [size] once one isn't 0
  private int size;

  SequenceBuilder(int size) {
    ids = new int[size];
    sequences = new byte[size];
    starts = new int[size];
    ends = new int[size];
  }

  void addSpecial(List<Integer> tokens, int typeId) {
    setTypes(size + tokens.size(), typeId);
    for (int i = 0; i < tokens.size(); i++) {
      ids[size] = tokens.get(i);
      sequences[size] = TokenSequence.NO_SEQUENCE;
      size++;
    }
  }

  /** Adds the tokens {@code [from, to)}. */
  void addText(TokenList tokens, int from, int to, int typeId, int sequence) {
    int end = size + to - from;
    tokens.copy(from, to, ids, starts, ends, size);
    setTypes(end, typeId);
    Arrays.fill(sequences, size, end, (byte) sequence);
    size = end;
  }

  private void setTypes(int end, int typeId) {
    if (typeId != 0) {
      if (typeIds.length == 0) {
        typeIds = new int[ids.length];
      }
      Arrays.fill(typeIds, size, end, typeId);
    }
  }

  TokenSequence build(int totalTokens) {
    return new TokenSequence(ids, typeIds, sequences, starts, ends, totalTokens);
  }
}
