package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many tokens of two texts the reference keeps, cutting the longer one first. */
class TruncationTest {
  private static final int SPECIAL = 3;

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
        Truncation.at(room + SPECIAL).apply(first, second, true, SPECIAL));
  }
}
