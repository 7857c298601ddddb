package dev.lanewise.engine.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class RotaryPositionsTest {
  private static final int HEAD = 6;

  @Test
  void turnsEachPairByItsAngle() {
    double base = 1000;
    float[] x = {9, 1, 2, 3, 4, 5, 6, 9};
    RotaryPositions.of(base, HEAD).rotate(x, 1, HEAD, 1, 7);
    for (int i = 0; i < HEAD / 2; i++) {
      double angle = 7 * Math.pow(base, -2.0 * i / HEAD);
      double a = 1 + i;
      double b = 4 + i;
      assertEquals(a * Math.cos(angle) - b * Math.sin(angle), x[1 + i], 1e-5);
      assertEquals(b * Math.cos(angle) + a * Math.sin(angle), x[4 + i], 1e-5);
    }
    assertEquals(9, x[0]);
    assertEquals(9, x[7]);
  }

  @Test
  void scaledPositionsTurnSlower() {
    double base = 500_000;
    double factor = 2;
    float[] x = new float[HEAD];
    x[0] = x[1] = x[2] = 1;
    RotaryPositions.ntkScaled(base, factor, HEAD).rotate(x, 0, HEAD, 1, 3);
    for (int i = 0; i < HEAD / 2; i++) {
      double speed = Math.pow(base * factor, -2.0 * i / HEAD) / Math.pow(factor, 2.0 / HEAD);
      assertEquals(Math.cos(3 * speed), x[i], 1e-6);
      assertEquals(Math.sin(3 * speed), x[HEAD / 2 + i], 1e-6);
    }
  }

  @Test
  void productsDependOnTheDistanceOnly() {
    RotaryPositions rotary = RotaryPositions.of(10_000, HEAD);
    rotary.reserve(3000);
    float expected = product(rotary, 0, 5);
    for (int position : new int[] {1, 100, 511, 512, 2990}) {
      assertEquals(expected, product(rotary, position, position + 5), 1e-2);
    }
  }

  private static float product(RotaryPositions rotary, int queryAt, int keyAt) {
    float[] query = {1, 2, 3, -4, 5, 6};
    float[] key = {2, -1, 3, 1, 0.5f, 7};
    rotary.rotate(query, 0, HEAD, 1, queryAt);
    rotary.rotate(key, 0, HEAD, 1, keyAt);
    float product = 0;
    for (int i = 0; i < HEAD; i++) {
      product += query[i] * key[i];
    }
    return product;
  }

  @Test
  void aLongerTableTurnsAlike() {
    RotaryPositions grown = RotaryPositions.of(10_000, HEAD);
    grown.reserve(513);
    grown.reserve(5000);
    RotaryPositions made = RotaryPositions.of(10_000, HEAD);
    made.reserve(5000);
    float[] a = rows(4600);
    float[] b = a.clone();
    grown.rotate(a, 0, HEAD, 4600, 100);
    made.rotate(b, 0, HEAD, 4600, 100);
    assertArrayEquals(b, a);
  }

  private static float[] rows(int rows) {
    float[] x = new float[rows * HEAD];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 17 - 8;
    }
    return x;
  }

  @Test
  void refusesAnOddHead() {
    assertThrows(IllegalArgumentException.class, () -> RotaryPositions.of(10_000, 7));
  }
}
