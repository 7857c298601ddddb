package dev.lanewise.tokenizer;

import dev.lanewise.tokenizer.subword.TokenList;
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
      add(id, typeId, TokenSequence.NO_SEQUENCE, 0, 0);
    }
  }

  /** Adds the tokens {@code [from, to)}. */
  void addText(TokenList tokens, int from, int to, int typeId, int sequence) {
    for (int i = from; i < to; i++) {
      add(tokens.id(i), typeId, sequence, tokens.start(i), tokens.end(i));
    }
  }

  TokenSequence build(int totalTokens) {
    return new TokenSequence(ids, typeIds, sequences, starts, ends, totalTokens);
  }

  private void add(int id, int typeId, int sequence, int start, int end) {
    ids[size] = id;
    typeIds[size] = typeId;
    sequences[size] = sequence;
    starts[size] = start;
    ends[size] = end;
    size++;
  }
}
