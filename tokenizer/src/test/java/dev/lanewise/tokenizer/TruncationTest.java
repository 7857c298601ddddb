package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many tokens of two texts the reference keeps, cutting the longer one first, and which. */
class TruncationTest {
  private static final int SPECIAL = 3;

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0} and {1} in {2}")
  @CsvSource({
    "4, 9, 7, 3, 4",
    "9, 4, 7, 4, 3",
    "3, 9, 7, 3, 4",
    "9, 3, 7, 4, 3",
    "2, 9, 7, 2, 5",
    "9, 2, 7, 5, 2",
    "9, 7, 7, 4, 3",
    "8, 9, 7, 3, 4",
    "9, 8, 7, 4, 3",
    "12, 9, 7, 4, 3",
    "12, 10, 7, 3, 4",
    "220, 74, 61, 30, 31",
    "74, 220, 61, 30, 31",
    "75, 42, 61, 31, 30",
    "2, 1, 1, 1, 0",
    "1, 2, 1, 0, 1",
    "3, 2, 1, 1, 0",
    "5, 4, 1, 0, 1",
    "0, 5, 1, 0, 1",
    "5, 0, 1, 1, 0",
    "3, 4, 7, 3, 4"
  })
  void cutsTheLongerTextFirst(int first, int second, int room, int keptFirst, int keptSecond) {
    assertEquals(
        new Truncation.Lengths(keptFirst, keptSecond),
        Truncation.at(room + SPECIAL)
            .apply(
                new Truncation.Lengths(first, second),
                () -> wordByWord(first, second, room + SPECIAL),
                true,
                SPECIAL));
  }

  /** What is read of texts whose words are one token each: no more than fits. */
  private static Truncation.Lengths wordByWord(int first, int second, int maxTokens) {
    return new Truncation.Lengths(Math.min(first, maxTokens), Math.min(second, maxTokens));
  }

  /** What tokenizer_config.json says goes before what tokenizer.json says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          RIGHT | {} | null
          LEFT | {"truncation_side": "left"} | null
          LEFT | {} | {"direction": "Left", "max_length": 8, "strategy": "LongestFirst", "stride": 0}
          RIGHT | {"truncation_side": null} | {"max_length": 8, "strategy": "LongestFirst", "stride": 0}
          RIGHT | {"truncation_side": "right"} | {"direction": "Left"}
          LEFT | {"truncation_side": "left"} | {"direction": "Right"}
          """)
  void theSideIsTheFiles(Truncation.Side side, String config, String truncation)
      throws IOException {
    Files.writeString(folder.resolve("tokenizer_config.json"), config);
    Tokenizer tokenizer =
        TokenizerFixture.words("a", "b").with("truncation", truncation).load(folder);
    assertEquals(
        new Truncation(7, Truncation.Strategy.LONGEST_FIRST, side), tokenizer.truncation(7));
    int kept = side == Truncation.Side.LEFT ? 6 : 5;
    assertArrayEquals(
        new int[] {2, kept, 3}, tokenizer.encode("a b", tokenizer.truncation(3)).ids());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          tokenizer_config.json: $.truncation_side: is neither "left" nor "right" but "middle" | {"truncation_side": "middle"} | null
          tokenizer.json: $.truncation.direction: is neither "Left" nor "Right" but "left" | {} | {"direction": "left"}
          """)
  void anotherSideIsRefused(String message, String config, String truncation) throws IOException {
    Files.writeString(folder.resolve("tokenizer_config.json"), config);
    TokenizerFixture fixture = TokenizerFixture.words("a").with("truncation", truncation);
    TokenizerFormatException error =
        assertThrows(TokenizerFormatException.class, () -> fixture.load(folder));
    assertEquals(folder + "/" + message, error.getMessage());
  }
}
