package dev.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One text has one vector, bit by bit, however it is encoded. */
@Tag("kernel")
class BatchInvarianceTest {
  /** Its sizes fill no vector register, and it pools in every way. */
  private static final String MODEL = "odd";

  private static final List<String> TEXTS = Golden.texts();

  static final List<Integer> THREADS = List.of(1, 2, 3, 4);

  static final List<String> MODELS = Golden.MODELS;

  /** Each text alone, on one thread, with plain loops. */
  private static float[][] alone;

  @BeforeAll
  static void encodeEachTextAlone() {
    try (SentenceEncoder encoder = open(1, "scalar")) {
      alone = TEXTS.stream().map(encoder::encode).toArray(float[][]::new);
    }
  }

  @ParameterizedTest
  @FieldSource("THREADS")
  void aloneOnAnyNumberOfThreads(int threads) {
    try (SentenceEncoder encoder = open(threads, "auto")) {
      for (int i = 0; i < TEXTS.size(); i += 3) {
        Bits.assertEqual(alone[i], encoder.encode(TEXTS.get(i)), place(i));
      }
    }
  }

  @ParameterizedTest
  @FieldSource("THREADS")
  void inOneBatchOnAnyNumberOfThreads(int threads) {
    try (SentenceEncoder encoder = open(threads, "auto")) {
      assertAll(encoder.encode(TEXTS).vectors());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 500, 1_000_000})
  void inBatchesOfAnySize(int batchTokens) {
    EncodeOptions options = EncodeOptions.DEFAULT.withBatchTokens(batchTokens);
    try (SentenceEncoder encoder = open(2, "auto")) {
      assertAll(encoder.encode(TEXTS, options).vectors());
    }
  }

  /** Whatever a model is made of: a few texts alone in plain loops, and all of them together. */
  @ParameterizedTest
  @FieldSource("MODELS")
  void withAnyModel(String model) {
    try (SentenceEncoder scalar = open(model, 1, "scalar");
        SentenceEncoder encoder = open(model, 3, "auto")) {
      float[][] together = encoder.encode(TEXTS).vectors();
      for (int i = 1; i < TEXTS.size(); i += 9) {
        String place = model + ", " + place(i);
        float[] expected = scalar.encode(TEXTS.get(i));
        Bits.assertEqual(expected, together[i], place);
        Bits.assertEqual(expected, encoder.encode(TEXTS.get(i)), place);
      }
    }
  }

  @Test
  void inAnyOrderAndCompany() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < TEXTS.size(); i++) {
      order.addAll(Collections.nCopies(1 + i % 2, i));
    }
    try (SentenceEncoder encoder = open(2, "auto")) {
      for (int round = 0; round < 3; round++) {
        Collections.shuffle(order, random);
        List<Integer> some = order.subList(0, 1 + random.nextInt(order.size()));
        Embeddings embeddings = encoder.encode(some.stream().map(TEXTS::get).toList());
        for (int i = 0; i < some.size(); i++) {
          int text = some.get(i);
          Bits.assertEqual(alone[text], embeddings.vector(i), place(text) + ", seed " + seed);
        }
      }
    }
  }

  @Test
  void withConcurrentCallersAndSeveralEncoders() throws Exception {
    try (SentenceEncoder encoder = open(2, "auto");
        SentenceEncoder other = open(3, "auto");
        ExecutorService callers = Executors.newFixedThreadPool(6)) {
      List<Callable<float[][]>> calls = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        SentenceEncoder mine = i % 3 == 0 ? other : encoder;
        int batchTokens = i % 2 == 0 ? 64 : 2000;
        calls.add(
            () -> mine.encode(TEXTS, EncodeOptions.DEFAULT.withBatchTokens(batchTokens)).vectors());
      }
      for (Future<float[][]> vectors : callers.invokeAll(calls)) {
        assertAll(vectors.get());
      }
    }
  }

  @Test
  void onVirtualThreads() throws Exception {
    try (SentenceEncoder encoder = open(2, "auto");
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<float[]>> calls =
          TEXTS.stream().<Callable<float[]>>map(text -> () -> encoder.encode(text)).toList();
      List<Future<float[]>> vectors = callers.invokeAll(calls);
      for (int i = 0; i < TEXTS.size(); i++) {
        Bits.assertEqual(alone[i], vectors.get(i).get(), place(i));
      }
    }
  }

  private static void assertAll(float[][] vectors) {
    assertEquals(TEXTS.size(), vectors.length);
    for (int i = 0; i < vectors.length; i++) {
      Bits.assertEqual(alone[i], vectors[i], place(i));
    }
  }

  private static String place(int text) {
    return "text " + text;
  }

  private static SentenceEncoder open(int threads, String kernel) {
    return open(MODEL, threads, kernel);
  }

  private static SentenceEncoder open(String model, int threads, String kernel) {
    return SentenceEncoder.open(
        Golden.folder(model), LoadOptions.DEFAULT.withThreads(threads).withKernel(kernel));
  }
}
