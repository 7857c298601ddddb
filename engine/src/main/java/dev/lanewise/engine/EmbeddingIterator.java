package dev.lanewise.engine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** Encodes texts window by window as their embeddings are asked for. */
final class EmbeddingIterator implements Iterator<Embedding> {
  /** Texts of a window: enough for full batches on every thread. */
  private static final int WINDOW_TEXTS = 1024;

  /** UTF-16 units of a window, which bound its memory where texts are long. */
  private static final int WINDOW_CHARS = 1 << 20;

  private final Iterator<String> texts;
  private final Function<List<String>, Embeddings> encode;
  private Iterator<Embedding> window = List.<Embedding>of().iterator();

  EmbeddingIterator(Iterator<String> texts, Function<List<String>, Embeddings> encode) {
    this.texts = texts;
    this.encode = encode;
  }

  @Override
  public boolean hasNext() {
    return window.hasNext() || texts.hasNext();
  }

  @Override
  public Embedding next() {
    if (!window.hasNext()) {
      if (!texts.hasNext()) {
        throw new NoSuchElementException();
      }
      window = encode.apply(nextTexts()).iterator();
    }
    return window.next();
  }

  private List<String> nextTexts() {
    List<String> next = new ArrayList<>();
    long chars = 0;
    while (next.size() < WINDOW_TEXTS && chars < WINDOW_CHARS && texts.hasNext()) {
      String text = texts.next();
      chars += text.length();
      next.add(text);
    }
    return next;
  }
}
