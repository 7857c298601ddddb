package dev.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.EncodeOptions.Normalization;
import dev.lanewise.engine.pooling.UnitNorm;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers can ask for. */
class EncodeOptionsTest {
  private static final EncodeOptions DEFAULT = EncodeOptions.DEFAULT;
  private static final String TEXT = "What is PVC?";

  /** Has a module that normalizes. */
  private static SentenceEncoder minilm;

  /** Has prompts, one of them by default, and doesn't normalize. */
  private static SentenceEncoder prompted;

  @BeforeAll
  static void open() {
    LoadOptions options = LoadOptions.DEFAULT.withThreads(2);
    minilm = SentenceEncoder.open(Golden.folder("minilm"), options);
    prompted = SentenceEncoder.open(Golden.folder("f16-shards"), options);
  }

  @AfterAll
  static void close() {
    minilm.close();
    prompted.close();
  }

  @Test
  void fewerDimensionsAreTheLeadingOnesAsTheyAre() {
    float[] whole = minilm.encode(TEXT);
    Embedding shortened = minilm.encode(TEXT, DEFAULT.withDimensions(7));
    Bits.assertEqual(Arrays.copyOf(whole, 7), shortened.vector());
    assertEquals(7, minilm.dimension(DEFAULT.withDimensions(7)));
  }

  @Test
  void shortenedVectorsAreNormalizedAgainOnRequest() {
    float[] expected = Arrays.copyOf(minilm.encode(TEXT), 7);
    UnitNorm.normalize(expected);
    EncodeOptions options = DEFAULT.withDimensions(7).withNormalization(Normalization.ALWAYS);
    Bits.assertEqual(expected, minilm.encode(TEXT, options).vector());
  }

  @Test
  void normalizationCanBeLeftOut() {
    EncodeOptions never = DEFAULT.withNormalization(Normalization.NEVER);
    float[] raw = minilm.encode(TEXT, never).vector();
    assertTrue(Math.abs(length(raw) - 1) > 0.01, "length " + length(raw));
    UnitNorm.normalize(raw);
    Bits.assertEqual(minilm.encode(TEXT), raw);
  }

  @Test
  void normalizationCanBeAskedForWhereTheModelHasNone() {
    assertTrue(Math.abs(length(prompted.encode(TEXT)) - 1) > 0.01);
    EncodeOptions always = DEFAULT.withNormalization(Normalization.ALWAYS);
    assertEquals(1, length(prompted.encode(TEXT, always).vector()), 1e-6);
  }

  @Test
  void moreDimensionsThanThereAreIsRefused() {
    assertRefused(DEFAULT.withDimensions(49), "49", "48");
    assertThrows(
        IllegalArgumentException.class, () -> minilm.dimension(DEFAULT.withDimensions(49)));
  }

  @Test
  void sizesBelowOneAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> DEFAULT.withDimensions(0));
    assertThrows(IllegalArgumentException.class, () -> DEFAULT.withBatchTokens(0));
    assertThrows(IllegalArgumentException.class, () -> LoadOptions.DEFAULT.withThreads(0));
  }

  @Test
  void unknownPromptIsRefusedWithThoseThatThereAre() {
    assertRefused(DEFAULT.withPromptName("poem"), "\"poem\"", "query", "document");
  }

  @Test
  void promptGoesBeforeTheText() {
    float[] expected = minilm.encode("Is it: " + TEXT);
    Bits.assertEqual(expected, minilm.encode(TEXT, DEFAULT.withPrompt("Is it: ")).vector());
  }

  @Test
  void promptInFullHasPrecedenceOverItsName() {
    EncodeOptions both = DEFAULT.withPromptName("query").withPrompt("");
    Bits.assertEqual(
        prompted.encode(TEXT, DEFAULT.withPrompt("")).vector(),
        prompted.encode(TEXT, both).vector());
  }

  @Test
  void nameHasPrecedenceOverRoleAndRoleOverDefault() {
    float[] query = prompted.encode(TEXT, DEFAULT.withPromptName("query")).vector();
    float[] document = prompted.encode(TEXT, DEFAULT.withPromptName("document")).vector();
    assertFalse(Arrays.equals(query, document));
    Bits.assertEqual(document, prompted.encode(TEXT));
    Bits.assertEqual(query, prompted.encode(TEXT, EncodeOptions.QUERY).vector());
    EncodeOptions named = EncodeOptions.QUERY.withPromptName("document");
    Bits.assertEqual(document, prompted.encode(TEXT, named).vector());
  }

  @Test
  void truncationIsTold() {
    String text = "abc, ".repeat(200);
    Embedding embedding = minilm.encode(text, DEFAULT);
    assertTrue(embedding.truncated());
    assertEquals(minilm.info().encoder().maxTokens(), embedding.tokens());
    assertTrue(embedding.totalTokens() > embedding.tokens());
    // What is said to be kept gives the same vector without being cut.
    Embedding kept = minilm.encode(text.substring(0, embedding.keptChars()), DEFAULT);
    assertFalse(kept.truncated());
    Bits.assertEqual(embedding.vector(), kept.vector());
  }

  @Test
  void promptCountsForTheLimitButNotForWhatIsKept() {
    String text = "abc, ".repeat(200);
    String prompt = "Is it: ";
    Embedding plain = minilm.encode(text, DEFAULT);
    Embedding with = minilm.encode(text, DEFAULT.withPrompt(prompt));
    assertEquals(plain.tokens(), with.tokens());
    assertTrue(with.totalTokens() > plain.totalTokens());
    assertTrue(with.keptChars() < plain.keptChars());
    Embedding kept = minilm.encode(text.substring(0, with.keptChars()), DEFAULT.withPrompt(prompt));
    Bits.assertEqual(with.vector(), kept.vector());
  }

  @Test
  void whereTheStartIsCutTheEndIsKept(@TempDir Path folder) {
    FolderCopy.of("plain", folder)
        .replace("tokenizer_config.json", "{", "{\"truncation_side\": \"left\",");
    // Every token is a word, of which no part can be cut.
    String text = ", . ? ".repeat(200);
    String prompt = "Is it: ";
    EncodeOptions prompted = DEFAULT.withPrompt(prompt);
    try (SentenceEncoder left = SentenceEncoder.open(folder)) {
      Embedding cut = left.encode(text, prompted);
      assertTrue(cut.truncated() && cut.keptChars() > 0);
      Embedding kept = left.encode(text.substring(text.length() - cut.keptChars()), DEFAULT);
      assertFalse(kept.truncated());
      Bits.assertEqual(cut.vector(), kept.vector());
      assertEquals(TEXT.length(), left.encode(TEXT, prompted).keptChars());
      // All of the text is left, and some of the prompt.
      Embedding longPrompt = left.encode(TEXT, DEFAULT.withPrompt(text));
      assertTrue(longPrompt.truncated());
      assertEquals(TEXT.length(), longPrompt.keptChars());
    }
  }

  @Test
  void promptThatFillsTheLimitKeepsNothingOfTheText() {
    Embedding embedding = minilm.encode(TEXT, DEFAULT.withPrompt("abc, ".repeat(200)));
    assertEquals(0, embedding.keptChars());
    assertTrue(embedding.truncated());
  }

  @Test
  void textThatFitsIsKeptWhole() {
    for (String text : List.of("", " ", TEXT, "tail   ")) {
      Embedding embedding = minilm.encode(text, DEFAULT);
      assertFalse(embedding.truncated());
      assertEquals(embedding.tokens(), embedding.totalTokens());
      assertEquals(text.length(), embedding.keptChars());
    }
  }

  @Test
  void noTextsGiveNoEmbeddings() {
    Embeddings none = minilm.encode(List.of());
    assertEquals(0, none.size());
    assertEquals(48, none.dimension());
    assertArrayEquals(new float[0][], none.vectors());
  }

  @Test
  void noTextsDontExcuseWrongOptions() {
    EncodeOptions options = DEFAULT.withPromptName("poem");
    assertThrows(IllegalArgumentException.class, () -> minilm.encode(List.of(), options));
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without such a check may do
  void nullsAreRefused() {
    List<String> texts = Collections.singletonList(null);
    assertThrows(NullPointerException.class, () -> minilm.encode(texts));
    assertThrows(NullPointerException.class, () -> minilm.encode((String) null));
    assertThrows(NullPointerException.class, () -> minilm.encode(TEXT, null));
  }

  private static void assertRefused(EncodeOptions options, String... says) {
    var e = assertThrows(IllegalArgumentException.class, () -> minilm.encode(TEXT, options));
    for (String part : says) {
      assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
    }
  }

  private static double length(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    return Math.sqrt(squares);
  }
}
