package dev.lanewise.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EncoderArithmeticTest {
  @Test
  void countsEveryProductOfALayer() {
    // Three tokens of width 4, feed-forward 8: four square products, scores and their use, two
    // products of the feed-forward block; a multiplication and an addition each.
    double expected = 2.0 * (4 * 3 * 4 * 4 + 2 * 3 * 3 * 4 + 2 * 3 * 4 * 8);
    assertEquals(5 * expected, new EncoderArithmetic(5, 4, 8, false).of(3));
  }

  @Test
  void theLastLayerNeedsOnlyKeysAndValuesOfTokensThatAreNotPooled() {
    double keysAndValues = 2.0 * 2 * 3 * 4 * 4;
    double firstToken = 2.0 * (2 * 4 * 4 + 2 * 3 * 4 + 2 * 4 * 8);
    assertEquals(keysAndValues + firstToken, new EncoderArithmetic(1, 4, 8, true).of(3));
  }
}
