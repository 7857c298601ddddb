package dev.lanewise.engine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Computes window by window as results are asked for.
 *
 * @param <T> a text, or several that belong together
 * @param <R> what becomes of it
 */
final class WindowIterator<T, R> implements Iterator<R> {
  /** Texts of a window: enough for full batches on every thread. */
  private static final int WINDOW_TEXTS = 1024;

  /** UTF-16 units of a window, which bound its memory where texts are long. */
  private static final int WINDOW_CHARS = 1 << 20;

  private final Iterator<T> texts;
  private final ToIntFunction<T> chars;
  private final Function<List<T>, List<R>> compute;
  private Iterator<R> window = List.<R>of().iterator();

  private WindowIterator(
      Iterator<T> texts, ToIntFunction<T> chars, Function<List<T>, List<R>> compute) {
    this.texts = texts;
    this.chars = chars;
    this.compute = compute;
  }

  /**
   * The results of texts, in their order; closing the stream closes {@code texts}.
   *
   * @param chars how many UTF-16 units each has
   * @param compute gives a result for each of some texts
   */
  static <T, R> Stream<R> stream(
      Stream<T> texts, ToIntFunction<T> chars, Function<List<T>, List<R>> compute) {
    Iterator<R> results = new WindowIterator<>(texts.iterator(), chars, compute);
    int characteristics = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(results, characteristics), false)
        .onClose(texts::close);
  }

  @Override
  public boolean hasNext() {
    return window.hasNext() || texts.hasNext();
  }

  @Override
  public R next() {
    if (!window.hasNext()) {
      if (!texts.hasNext()) {
        throw new NoSuchElementException();
      }
      window = compute.apply(nextTexts()).iterator();
    }
    return window.next();
  }

  private List<T> nextTexts() {
    List<T> next = new ArrayList<>();
    long total = 0;
    while (next.size() < WINDOW_TEXTS && total < WINDOW_CHARS && texts.hasNext()) {
      T text = texts.next();
      total += chars.applyAsInt(text);
      next.add(text);
    }
    return next;
  }
}
