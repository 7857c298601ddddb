package dev.lanewise.engine.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("once")
class AttentionWindowTest {
  private static final int TOKENS = 12;

  @ParameterizedTest
  @CsvSource({"0, 0", "3, 3", "2147483647, 0", "4, 0", "1, 5", "100, 100"})
  void biasAndRangeSayTheSame(int back, int ahead) {
    AttentionWindow window = new AttentionWindow(back, ahead);
    float[] biases = new float[2 * TOKENS - 1];
    window.fill(0, 1 - TOKENS, biases.length, biases);
    for (int query = 0; query < TOKENS; query++) {
      for (int key = 0; key < TOKENS; key++) {
        boolean seen = key >= query - (long) back && key <= query + (long) ahead;
        String place = "query " + query + ", key " + key;
        float bias = biases[query - key + TOKENS - 1];
        assertEquals(seen ? 0 : Float.NEGATIVE_INFINITY, bias, place);
        boolean inRange = key >= window.firstKey(query) && key < window.endKey(query, TOKENS);
        assertEquals(seen, inRange, place);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"-7, 3", "-2, 5", "0, 1", "3, 9", "50, 2"})
  void fillsAnyRunOfDistances(int first, int count) {
    AttentionWindow window = new AttentionWindow(4, 2);
    float[] biases = new float[count];
    window.fill(0, first, count, biases);
    for (int i = 0; i < count; i++) {
      boolean seen = first + i <= 4 && first + i >= -2;
      assertEquals(seen ? 0 : Float.NEGATIVE_INFINITY, biases[i], "distance " + (first + i));
    }
  }
}
