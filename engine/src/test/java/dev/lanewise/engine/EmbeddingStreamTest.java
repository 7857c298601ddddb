package dev.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Texts that are read, encoded and passed on a window at a time. */
class EmbeddingStreamTest {
  private static SentenceEncoder encoder;

  @BeforeAll
  static void open() {
    encoder = SentenceEncoder.open(Golden.folder("text2vec"), LoadOptions.DEFAULT.withThreads(2));
  }

  @AfterAll
  static void close() {
    encoder.close();
  }

  @Test
  void keepsTheOrderOverSeveralWindows() {
    List<String> texts = IntStream.range(0, 2500).mapToObj(i -> "什么是 " + i % 37).toList();
    try (Stream<Embedding> stream = encoder.encode(texts.stream(), EncodeOptions.DEFAULT)) {
      List<Embedding> embeddings = stream.toList();
      assertEquals(texts.size(), embeddings.size());
      for (int i = 0; i < texts.size(); i += 97) {
        Bits.assertEqual(encoder.encode(texts.get(i)), embeddings.get(i).vector());
      }
    }
  }

  @Test
  void readsNothingBeforeAnEmbeddingIsAskedFor() {
    List<String> read = new ArrayList<>();
    Stream<String> texts = Stream.of("a", "b").peek(read::add);
    try (Stream<Embedding> embeddings = encoder.encode(texts, EncodeOptions.DEFAULT)) {
      assertEquals(List.of(), read);
      assertEquals(2, embeddings.toList().size());
      assertEquals(List.of("a", "b"), read);
    }
  }

  @Test
  void readsOnlyAsFarAsAWindowOfAnEndlessSource() {
    List<Integer> read = new ArrayList<>();
    Stream<String> endless = Stream.iterate(0, i -> i + 1).peek(read::add).map(i -> "是 " + i);
    try (Stream<Embedding> embeddings = encoder.encode(endless, EncodeOptions.DEFAULT)) {
      assertEquals(3, embeddings.limit(3).toList().size());
    }
    assertTrue(read.size() <= 1025, "read " + read.size());
  }

  @Test
  void windowOfLongTextsIsBoundedByTheirLength() {
    String text = "塑料 ".repeat(100_000);
    List<Integer> read = new ArrayList<>();
    Stream<String> texts = Stream.iterate(0, i -> i + 1).peek(read::add).map(_ -> text);
    try (Stream<Embedding> embeddings = encoder.encode(texts, EncodeOptions.DEFAULT)) {
      assertTrue(embeddings.findFirst().orElseThrow().truncated());
    }
    assertTrue(read.size() <= 5, "read " + read.size());
  }

  @Test
  void closingClosesTheSource() {
    AtomicBoolean closed = new AtomicBoolean();
    Stream<String> texts = Stream.of("a").onClose(() -> closed.set(true));
    try (Stream<Embedding> embeddings = encoder.encode(texts, EncodeOptions.DEFAULT)) {
      assertEquals(1, embeddings.count());
      assertFalse(closed.get());
    }
    assertTrue(closed.get());
  }

  @Test
  void passesOnWhatTheSourceThrows() {
    IllegalStateException failure = new IllegalStateException("line 3 is no text");
    Stream<String> texts =
        Stream.of("a", "b", "c")
            .peek(
                text -> {
                  if (text.equals("c")) {
                    throw failure;
                  }
                });
    try (Stream<Embedding> embeddings = encoder.encode(texts, EncodeOptions.DEFAULT)) {
      assertSame(failure, assertThrows(IllegalStateException.class, embeddings::toList));
    }
    assertEquals(encoder.dimension(), encoder.encode("a").length);
  }

  @Test
  void refusesNullTexts() {
    try (Stream<Embedding> embeddings =
        encoder.encode(Stream.of(1).map(_ -> missing()), EncodeOptions.DEFAULT)) {
      assertThrows(NullPointerException.class, embeddings::toList);
    }
  }

  @Test
  void refusesUnknownPromptsAtOnce() {
    EncodeOptions options = EncodeOptions.DEFAULT.withPromptName("poem");
    assertThrows(IllegalArgumentException.class, () -> encoder.encode(Stream.of("a"), options));
  }

  @Test
  void endsWithTheSource() {
    Iterator<Embedding> embeddings =
        encoder.encode(Stream.of("a"), EncodeOptions.DEFAULT).iterator();
    embeddings.next();
    assertFalse(embeddings.hasNext());
    assertThrows(NoSuchElementException.class, embeddings::next);
    assertEquals(0, encoder.encode(Stream.empty(), EncodeOptions.DEFAULT).count());
  }

  @SuppressWarnings("NullAway") // what a caller without such a check may do
  private static String missing() {
    return null;
  }
}
