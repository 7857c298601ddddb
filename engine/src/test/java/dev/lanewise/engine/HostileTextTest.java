package dev.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Texts that nobody wrote: a right answer in memory that a text of their size explains. */
class HostileTextTest {
  private static final int MEGABYTE = 1 << 20;

  /** Far more than any of these texts needs, far less than a square of its length. */
  private static final int MAX_BYTES_PER_CHAR = 400;

  private static SentenceEncoder encoder;

  @BeforeAll
  static void open() {
    encoder = SentenceEncoder.open(Golden.folder("minilm"), LoadOptions.DEFAULT.withThreads(1));
  }

  @AfterAll
  static void close() {
    encoder.close();
  }

  @Test
  void megabyteWithoutASpaceIsOneUnknownWord() {
    Embedding embedding = encodeInBounds("a".repeat(MEGABYTE));
    assertFalse(embedding.truncated());
    assertEquals(3, embedding.tokens());
    Bits.assertEqual(encoder.encode("a".repeat(101)), embedding.vector());
  }

  @Test
  void megabyteOfIdeographsIsCut() {
    Embedding embedding = encodeInBounds("塑".repeat(MEGABYTE));
    assertTrue(embedding.truncated());
    assertEquals(encoder.info().encoder().maxTokens(), embedding.tokens());
    assertEquals(MEGABYTE + 2, embedding.totalTokens());
    Bits.assertEqual(encoder.encode("塑".repeat(126)), embedding.vector());
  }

  @Test
  void hundredThousandWordsAreCut() {
    String words = "pipes and cables, ".repeat(33_334);
    Embedding embedding = encodeInBounds(words);
    assertTrue(embedding.totalTokens() > 100_000);
    Bits.assertEqual(encoder.encode(words.substring(0, embedding.keptChars())), embedding.vector());
  }

  @Test
  void controlCharactersAloneAreNothing() {
    Bits.assertEqual(
        encoder.encode(""), encodeInBounds("\u0007\u0000\u001b".repeat(50_000)).vector());
  }

  @Test
  void whitespaceAloneIsNothing() {
    Bits.assertEqual(encoder.encode(""), encodeInBounds(" \t\n\u3000".repeat(50_000)).vector());
  }

  @Test
  void loneSurrogatesAreReplacementCharacters() {
    float[] expected = encoder.encode("a\ufffdb\ufffd");
    Bits.assertEqual(expected, encoder.encode("a\ud800b\udfff"));
    encodeInBounds("\udc00\ud800".repeat(100_000));
  }

  @Test
  void manyMarksOnOneLetterStayLinear() {
    encodeInBounds("e" + "\u0301\u0323".repeat(100_000));
  }

  @Test
  void manyLiteralSpecialTokensStayLinear() {
    assertTrue(encodeInBounds("[MASK]".repeat(50_000)).truncated());
    encodeInBounds("[".repeat(200_000));
  }

  @Test
  void thousandEmptyTexts() {
    List<String> texts = Collections.nCopies(1000, "");
    Embeddings embeddings = encoder.encode(texts);
    Bits.assertEqual(encoder.encode(""), embeddings.vector(999));
  }

  private static Embedding encodeInBounds(String text) {
    Embedding[] result = new Embedding[1];
    long bytes = Allocation.of(() -> result[0] = encoder.encode(text, EncodeOptions.DEFAULT));
    long bound = MEGABYTE + (long) MAX_BYTES_PER_CHAR * text.length();
    assertTrue(bytes < bound, bytes + " bytes for " + text.length() + " characters");
    return result[0];
  }
}
