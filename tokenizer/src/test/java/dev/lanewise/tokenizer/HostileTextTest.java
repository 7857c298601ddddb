package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Texts that are made to take long. The time limit is no measure of speed: work that grows with the
 * square of these lengths takes hours.
 */
class HostileTextTest {
  private static final int MILLION = 1 << 20;
  private static final Duration HANG = Duration.ofMinutes(1);

  @TempDir private static Path scratch;

  private static Tokenizer tokenizer;
  private static Tokenizer adding;

  @BeforeAll
  static void load() {
    tokenizer = Reference.tokenizer("uncased", scratch);
    adding =
        TokenizerFixture.words("a")
            .with(
                "added_tokens",
                "["
                    + String.join(
                        ",",
                        TokenizerFixture.addedToken(6, "<l>", "lstrip"),
                        TokenizerFixture.addedToken(7, "<r>", "rstrip"),
                        TokenizerFixture.addedToken(8, "<w>", "single_word", "lstrip"),
                        TokenizerFixture.addedToken(9, "aaaaaaaab", "normalized"))
                    + "]")
            .load(scratch.resolve("adding"));
  }

  private static TokenSequence encode(Tokenizer with, String text) {
    return assertTimeoutPreemptively(HANG, () -> with.encode(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "é", "ab", "1", "ก", "\ud83d\ude00", "\u0e01\u0e32"})
  void aMillionCharactersWithoutASpaceAreOneUnknownWord(String unit) {
    String text = unit.repeat(MILLION / unit.length());
    TokenSequence tokens = encode(tokenizer, text);
    assertEquals(3, tokens.size());
    assertEquals(1, tokens.id(1));
    assertEquals(0, tokens.start(1));
    assertEquals(text.length(), tokens.end(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"漢", "!", "[SEP]"})
  void eachOfAMillionWordsIsAToken(String unit) {
    int count = MILLION / unit.length();
    TokenSequence tokens = encode(tokenizer, unit.repeat(count));
    assertEquals(count + 2, tokens.size());
    assertEquals(unit.length() * count, tokens.end(count));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "\u0301",
        "\u0301\u0323",
        "\u0323\u0301\u0345",
        "\u0000",
        "\u200b",
        "\u00ad",
        "\ufffd",
        "\ud800"
      })
  void whatIsDroppedLeavesNothing(String unit) {
    assertEquals(2, encode(tokenizer, unit.repeat(MILLION / unit.length())).size());
  }

  /** These marks stay, and each pair is in the wrong order. */
  @Test
  void aMillionMarksAreSorted() {
    TokenSequence tokens = encode(tokenizer, "\u0345\u302f\u20dd".repeat(MILLION / 3));
    assertTrue(tokens.size() <= 3 + MILLION / 3);
    assertEquals(3, encode(tokenizer, "\u08df\u302f".repeat(MILLION / 2)).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "[SEP", "[[[[SEP", "\ufdfa", "İ", "\uac00", "ΐ"})
  void almostTokensAndExpansionsStayLinear(String unit) {
    int count = MILLION / unit.length();
    TokenSequence tokens = encode(tokenizer, unit.repeat(count));
    assertTrue(tokens.size() <= MILLION + 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {" <l>", "<r> ", "x<w> ", " <w>x", "aaaaaaaa", "aaaaaaaab", "   "})
  void addedTokensStayLinear(String unit) {
    TokenSequence tokens = encode(adding, unit.repeat(MILLION / unit.length()));
    assertTrue(tokens.size() <= MILLION + 2);
  }

  @Test
  void aHundredThousandWordsAreCutToTheLimit() {
    String text = "the ".repeat(100_000);
    TokenSequence all = encode(tokenizer, text);
    assertEquals(100_002, all.size());
    TokenSequence cut = tokenizer.encode(text, Truncation.at(512));
    assertEquals(512, cut.size());
    assertEquals(100_002, cut.totalTokens());
    assertEquals(510 * 4 - 1, cut.keptEnd(0));
  }
}
