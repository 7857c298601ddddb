package dev.lanewise.tokenizer;

import dev.lanewise.tokenizer.subword.TokenList;
import dev.lanewise.tokenizer.text.AlignedText;
import java.util.concurrent.ConcurrentLinkedDeque;

/** The buffers that one text at a time is tokenized with. */
final class Scratch {
  /** Buffers that a very long text has blown up are not kept: 1 MiB of code points. */
  private static final int MAX_KEPT_CAPACITY = 1 << 18;

  final AlignedText text = new AlignedText();
  final AlignedText normalized = new AlignedText();
  final TokenList first = new TokenList();
  final TokenList second = new TokenList();

  /** Buffers at rest; never more than there were texts tokenized at once. */
  static final class Pool {
    private final ConcurrentLinkedDeque<Scratch> free = new ConcurrentLinkedDeque<>();

    Scratch take() {
      Scratch scratch = free.pollFirst();
      return scratch == null ? new Scratch() : scratch;
    }

    void give(Scratch scratch) {
      if (scratch.text.capacity() <= MAX_KEPT_CAPACITY
          && scratch.normalized.capacity() <= MAX_KEPT_CAPACITY) {
        free.addFirst(scratch);
      }
    }
  }
}
