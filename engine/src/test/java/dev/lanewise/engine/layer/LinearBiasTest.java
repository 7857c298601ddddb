package dev.lanewise.engine.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class LinearBiasTest {
  @Test
  void slopesOfAPowerOfTwoAreGeometric() {
    assertSlopes(8, 1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void slopesOfOtherNumbersTakeEverySecondOfTheNextPower() {
    assertSlopes(12, 1, 2, 3, 4, 5, 6, 7, 8, 0.5, 1.5, 2.5, 3.5);
    assertSlopes(1, 8);
    assertSlopes(3, 4, 8, 2);
  }

  private static void assertSlopes(int heads, double... exponents) {
    LinearBias bias = LinearBias.of(heads);
    assertEquals(heads, exponents.length);
    for (int head = 0; head < heads; head++) {
      float[] biases = new float[1];
      bias.fill(head, 1, 1, biases);
      assertEquals(-Math.pow(2, -exponents[head]), biases[0], 1e-7, "head " + head);
    }
  }

  @Test
  void fallsToBothSides() {
    float[] biases = new float[5];
    LinearBias.of(8).fill(0, -2, 5, biases);
    assertArrayEquals(new float[] {-1, -0.5f, -0f, -0.5f, -1}, biases);
  }
}
