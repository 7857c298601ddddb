package dev.lanewise.engine.pooling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pooling by hand: numbers small enough to check in one's head. */
class PoolingTest {
  private static final int WIDTH = 2;

  /** Rows of other sequences before and after the four that are pooled. */
  private static final float[] HIDDEN = {99, 99, 1, -8, 2, -4, 3, -2, 6, -2, 99, 99};

  @Test
  void poolsTheRowsOfOneSequence() {
    assertPooled(PoolingMode.CLS, 0, 1, -8);
    assertPooled(PoolingMode.MAX, 0, 6, -2);
    assertPooled(PoolingMode.MEAN, 0, 3, -4);
    assertPooled(PoolingMode.MEAN_SQRT_LEN_TOKENS, 0, 6, -8);
    assertPooled(PoolingMode.WEIGHTEDMEAN, 0, 3.8f, -3);
    assertPooled(PoolingMode.LASTTOKEN, 0, 6, -2);
  }

  @Test
  void leavesThePromptOut() {
    assertPooled(PoolingMode.CLS, 2, 3, -2);
    assertPooled(PoolingMode.MAX, 2, 6, -2);
    assertPooled(PoolingMode.MEAN, 2, 4.5f, -2);
    assertPooled(
        PoolingMode.MEAN_SQRT_LEN_TOKENS, 2, 9 / (float) Math.sqrt(2), -4 / (float) Math.sqrt(2));
    // Positions are counted from the prompt's begin.
    assertPooled(PoolingMode.WEIGHTEDMEAN, 2, 33 / 7f, -2);
    assertPooled(PoolingMode.LASTTOKEN, 2, 6, -2);
  }

  @ParameterizedTest
  @EnumSource
  void promptCountsWhereItIsIncluded(PoolingMode mode) {
    assertArrayEquals(
        new Pooling(List.of(mode), true).pool(HIDDEN, WIDTH, 1, 4, 0),
        new Pooling(List.of(mode), true).pool(HIDDEN, WIDTH, 1, 4, 3));
  }

  @ParameterizedTest
  @EnumSource
  void nothingButPromptIsZero(PoolingMode mode) {
    Pooling pooling = new Pooling(List.of(mode), false);
    assertArrayEquals(new float[WIDTH], pooling.pool(HIDDEN, WIDTH, 1, 4, 4));
    assertArrayEquals(new float[WIDTH], pooling.pool(HIDDEN, WIDTH, 1, 4, 9));
  }

  @Test
  void severalModesStandEndToEndInTheirOrder() {
    Pooling pooling = new Pooling(List.of(PoolingMode.LASTTOKEN, PoolingMode.CLS), true);
    assertEquals(4, pooling.dimension(WIDTH));
    assertArrayEquals(new float[] {6, -2, 1, -8}, pooling.pool(HIDDEN, WIDTH, 1, 4, 0));
  }

  @Test
  void noModeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Pooling(List.of(), true));
  }

  @Test
  void unitNormKeepsDirectionAndZero() {
    float[] vector = {3, -4};
    UnitNorm.normalize(vector);
    assertArrayEquals(new float[] {0.6f, -0.8f}, vector);
    float[] zero = {0, 0};
    UnitNorm.normalize(zero);
    assertArrayEquals(new float[2], zero);
  }

  @Test
  void unitNormOfHugeAndTinyVectorsNeitherOverflowsNorVanishes() {
    float[] huge = {1e30f, 1e30f};
    UnitNorm.normalize(huge);
    assertEquals(Math.sqrt(0.5), huge[0], 1e-6);
    float[] tiny = {1e-11f, 0};
    UnitNorm.normalize(tiny);
    assertEquals(1, tiny[0], 1e-6);
  }

  private static void assertPooled(PoolingMode mode, int promptTokens, float... expected) {
    Pooling pooling = new Pooling(List.of(mode), false);
    float[] pooled = pooling.pool(HIDDEN, WIDTH, 1, 4, promptTokens);
    assertArrayEquals(expected, pooled, 1e-6f, mode.configName());
  }
}
