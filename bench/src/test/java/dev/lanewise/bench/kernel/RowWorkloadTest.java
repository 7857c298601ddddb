package dev.lanewise.bench.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.kernel.Activation;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is timed is right, or the time means nothing. */
class RowWorkloadTest {
  private final RowWorkload vector = new RowWorkload("vector", 5, 70);
  private final RowWorkload scalar = new RowWorkload("scalar", 5, 70);

  @Test
  void bothKernelsComputeTheSame() {
    for (Activation activation : Activation.values()) {
      assertArrayEquals(scalar.activate(activation), vector.activate(activation));
    }
    assertEquals(scalar.dot(), vector.dot());
    assertArrayEquals(used(scalar.softmax()), used(vector.softmax()));
    assertArrayEquals(scalar.addNormalize(), vector.addNormalize());
  }

  @Test
  void softmaxHasSomethingToAddUp() {
    for (float inverse : used(vector.softmax())) {
      assertTrue(inverse > 1f / 70 && inverse < 1, () -> "" + inverse);
    }
  }

  private static float[] used(float[] inverseSums) {
    return Arrays.copyOf(inverseSums, 5);
  }
}
