package dev.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Opening and closing. */
class EncoderLifecycleTest {
  private static final String TEXT = "What is PVC?";

  @TempDir Path folder;

  @AfterEach
  void leavesNeitherMappingsNorThreads() {
    Leftovers.assertNone(folder);
  }

  @Test
  void closedEncoderRefusesWork() {
    SentenceEncoder encoder = open();
    Stream<Embedding> begun = encoder.encode(Stream.of(TEXT), EncodeOptions.DEFAULT);
    encoder.close();
    assertClosed(() -> encoder.encode(TEXT));
    assertClosed(() -> encoder.encode(List.of()));
    assertClosed(() -> encoder.tokenize(TEXT, EncodeOptions.DEFAULT));
    assertClosed(() -> encoder.encode(Stream.of(TEXT), EncodeOptions.DEFAULT));
    assertClosed(begun::toList);
    assertEquals(folder, encoder.info().encoder().folder());
  }

  @Test
  void closingTwiceIsClosingOnce() {
    SentenceEncoder encoder = open();
    encoder.close();
    encoder.close();
  }

  @Test
  void closingWaitsForCallsUnderWay() throws Exception {
    List<String> texts = Collections.nCopies(40, "Pipes, cables and window frames. ".repeat(20));
    SentenceEncoder encoder = open();
    float[] expected = encoder.encode(texts.get(0));
    try (ExecutorService callers = Executors.newFixedThreadPool(3)) {
      CountDownLatch started = new CountDownLatch(3);
      List<Future<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        calls.add(callers.submit(() -> encodeUntilClosed(encoder, texts, expected, started)));
      }
      started.await();
      encoder.close();
      for (Future<Integer> call : calls) {
        assertTrue(call.get() > 0);
      }
    }
  }

  private static int encodeUntilClosed(
      SentenceEncoder encoder, List<String> texts, float[] expected, CountDownLatch started) {
    for (int calls = 0; ; calls++) {
      try {
        Embeddings embeddings = encoder.encode(texts);
        Bits.assertEqual(expected, embeddings.vector(texts.size() - 1));
        if (calls == 0) {
          started.countDown();
        }
      } catch (IllegalStateException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("closed"), e.toString());
        return calls;
      }
    }
  }

  @Test
  void interruptedThreadEncodesAndStaysInterrupted() {
    try (SentenceEncoder encoder = open()) {
      float[] expected = encoder.encode(TEXT);
      Thread.currentThread().interrupt();
      float[] vector = encoder.encode(TEXT);
      assertTrue(Thread.interrupted());
      Bits.assertEqual(expected, vector);
    }
  }

  @Test
  void openingOnAnInterruptedThreadFailsWithoutLeftovers() {
    FolderCopy.of("minilm", folder);
    Thread.currentThread().interrupt();
    try {
      var e = assertThrows(UncheckedIOException.class, () -> SentenceEncoder.open(folder).close());
      assertTrue(String.valueOf(e.getMessage()).contains("model.safetensors"), e.getMessage());
      assertTrue(String.valueOf(e.getMessage()).contains("interrupted"), e.getMessage());
    } finally {
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void failedCallLeavesTheEncoderUsable() {
    try (SentenceEncoder encoder = open()) {
      float[] expected = encoder.encode(TEXT);
      assertThrows(
          IllegalArgumentException.class,
          () -> encoder.encode(TEXT, EncodeOptions.DEFAULT.withPromptName("poem")));
      Bits.assertEqual(expected, encoder.encode(TEXT));
    }
  }

  @Test
  void severalEncodersLiveSideBySide() {
    SentenceEncoder first = open();
    try (SentenceEncoder second = SentenceEncoder.open(folder);
        SentenceEncoder chinese = SentenceEncoder.open(Golden.folder("text2vec"))) {
      Bits.assertEqual(first.encode(TEXT), second.encode(TEXT));
      assertEquals(32, chinese.encode(TEXT).length);
      first.close();
      assertEquals(48, second.encode(TEXT).length);
    }
  }

  @Test
  void unknownKernelIsRefused() {
    FolderCopy.of("minilm", folder);
    LoadOptions options = LoadOptions.DEFAULT.withKernel("fortran");
    assertThrows(
        IllegalArgumentException.class, () -> SentenceEncoder.open(folder, options).close());
  }

  @Test
  void weightsThatAreTruncatedInUseAreSaid() {
    assumeTrue(
        System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux"),
        "other systems don't let a mapped file be truncated");
    try (SentenceEncoder encoder = open()) {
      FolderCopy.at(folder).truncate("model.safetensors", 0);
      var e = assertThrows(ModelFormatException.class, () -> encoder.encode(TEXT));
      assertTrue(String.valueOf(e.getMessage()).contains("truncated while in use"));
    }
  }

  @Test
  void threadsKeepNoClassLoaderOfTheirMaker() {
    ClassLoader mine = new ClassLoader("application", getClass().getClassLoader()) {};
    Thread current = Thread.currentThread();
    ClassLoader before = current.getContextClassLoader();
    current.setContextClassLoader(mine);
    try (SentenceEncoder encoder = open()) {
      assertEquals(48, encoder.dimension());
      for (Thread thread : Leftovers.threads()) {
        assertNotSame(mine, thread.getContextClassLoader(), thread.getName());
      }
    } finally {
      current.setContextClassLoader(before);
    }
  }

  private static void assertClosed(Executable call) {
    var e = assertThrows(IllegalStateException.class, call);
    assertTrue(String.valueOf(e.getMessage()).contains("closed"), e.getMessage());
  }

  private SentenceEncoder open() {
    FolderCopy.of("minilm", folder);
    return SentenceEncoder.open(folder, LoadOptions.DEFAULT.withThreads(3));
  }
}
