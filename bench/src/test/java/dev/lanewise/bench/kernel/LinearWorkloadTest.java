package dev.lanewise.bench.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What is timed is right, or the time means nothing. */
class LinearWorkloadTest {
  @Test
  void bothKernelsComputeTheSame() {
    LinearWorkload vector = new LinearWorkload("vector", 13, 100, 70);
    LinearWorkload scalar = new LinearWorkload("scalar", 13, 100, 70);
    assertArrayEquals(scalar.compute(), vector.compute());
    assertEquals(2 * 13 * 100 * 70, vector.operations());
  }
}
