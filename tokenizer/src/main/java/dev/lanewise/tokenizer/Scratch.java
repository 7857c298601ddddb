package dev.lanewise.tokenizer;

import dev.lanewise.tokenizer.format.TokenizerParts;
import dev.lanewise.tokenizer.subword.TokenList;
import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.Words;
import java.util.concurrent.ConcurrentLinkedDeque;

/** The buffers that one text at a time is tokenized with. */
final class Scratch {
  /** Buffers that a very long text has blown up are not kept: 1 MiB of code points. */
  private static final int MAX_KEPT_CAPACITY = 1 << 18;

  final AlignedText text = new AlignedText();
  final AlignedText normalized = new AlignedText();
  final TokenList tokens = new TokenList();

  /** The text that is tokenized, of which {@code tokens} has those from {@code first} on. */
  String original = "";

  int first;

  /** Splits pieces of normalized text into words and appends their tokens. */
  final Words words;

  /** The bounds of words, kept by {@link #wordsOfPair}. */
  final WordBounds bounds;

  /** The same as {@code words} for texts of a pair. */
  final Words wordsOfPair;

  private Scratch(TokenizerParts parts) {
    Words model = parts.model().tokenizer(tokens);
    words = parts.preTokenizer().splitter(model);
    bounds = new WordBounds(model, tokens);
    wordsOfPair = parts.preTokenizer().splitter(bounds);
  }

  /** Gets ready for other texts. */
  void clear() {
    tokens.clear();
    bounds.clear();
  }

  /** Begins a text, the first or another. */
  void begin(String string) {
    original = string;
    first = tokens.size();
    text.set(string);
  }

  /** Buffers at rest; never more than there were texts tokenized at once. */
  static final class Pool {
    private final TokenizerParts parts;
    private final ConcurrentLinkedDeque<Scratch> free = new ConcurrentLinkedDeque<>();

    Pool(TokenizerParts parts) {
      this.parts = parts;
    }

    Scratch take() {
      Scratch scratch = free.pollFirst();
      return scratch == null ? new Scratch(parts) : scratch;
    }

    void give(Scratch scratch) {
      scratch.original = "";
      // What splitters and models hold grows with the text that they are given.
      if (scratch.text.capacity() <= MAX_KEPT_CAPACITY
          && scratch.normalized.capacity() <= MAX_KEPT_CAPACITY) {
        free.addFirst(scratch);
      }
    }
  }
}
