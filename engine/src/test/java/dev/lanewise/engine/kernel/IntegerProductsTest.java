package dev.lanewise.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.kernel.KernelSelector.Preference;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/** Linear layers in integers: the rounding, and the kernel of this process against exact sums. */
@Tag("kernel")
class IntegerProductsTest {
  private static final Kernels KERNELS = KernelSelector.choose(Preference.AUTO).kernels();
  private static final float UNTOUCHED = 12345;

  /** How numbers are spread; all but the first strain the bounds. */
  enum Spread {
    GAUSSIAN,
    ALL_LARGEST,
    ALL_SMALLEST,
    ALTERNATING,
    ONE_OUTLIER,
    FIRST_OF_A_RUN,
    TINY,
    HUGE,
    ZEROS;

    float[] draw(Random random, int length, float scale) {
      float[] values = new float[length];
      int outlier = random.nextInt(length);
      for (int i = 0; i < length; i++) {
        float gaussian = (float) random.nextGaussian();
        values[i] =
            switch (this) {
              case GAUSSIAN -> scale * gaussian;
              case ALL_LARGEST -> scale;
              case ALL_SMALLEST -> -scale;
              case ALTERNATING -> i % 2 == 0 ? scale : -scale;
              case ONE_OUTLIER -> i == outlier ? 1000 * scale : scale * gaussian;
              case FIRST_OF_A_RUN -> i % IntegerProducts.RUN == 0 ? scale : 0;
              case TINY -> gaussian * 1e-42f;
              case HUGE -> Math.clamp(gaussian, -3, 3) * 1e37f;
              case ZEROS -> 0;
            };
      }
      return values;
    }
  }

  @Provide
  Arbitrary<Integer> inputs() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(1, 20), Arbitraries.of(63, 64, 383, 767, 768, 3072));
  }

  @Provide
  Arbitrary<Integer> outputs() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(1, 20),
        Arbitraries.of(31, 32, 33, 63, 64, 65, 127, 128, 255, 256, 257));
  }

  @Property(tries = 300)
  void linearSumsExactly(
      @ForAll @IntRange(min = 1, max = 13) int rows,
      @ForAll("outputs") int outputs,
      @ForAll("inputs") int inputs,
      @ForAll Spread activations,
      @ForAll Spread weightSpread,
      @ForAll Activation activation,
      @ForAll long seed) {
    Random random = new Random(seed);
    int inStride = inputs + 3;
    int outStride = outputs + 2;
    float[] in = new float[5 + rows * inStride];
    for (int m = 0; m < rows; m++) {
      float[] row = activations.draw(random, inputs, 1 + m);
      System.arraycopy(row, 0, in, 5 + m * inStride, inputs);
    }
    float[][] weights = new float[outputs][];
    for (int n = 0; n < outputs; n++) {
      weights[n] = weightSpread.draw(random, inputs, 0.1f);
    }
    float[] bias = Spread.GAUSSIAN.draw(random, outputs, 1);
    float[] expected = new float[7 + rows * outStride];
    Arrays.fill(expected, UNTOUCHED);
    float[] actual = expected.clone();
    for (int m = 0; m < rows; m++) {
      float[] row = Arrays.copyOfRange(in, 5 + m * inStride, 5 + m * inStride + inputs);
      for (int n = 0; n < outputs; n++) {
        float result = result(row, weights[n], bias[n]);
        expected[7 + m * outStride + n] = Approximations.activate(activation, result);
      }
    }
    PackedMatrix packed = KERNELS.packIntegers(outputs, inputs, n -> weights[n], bias);
    Panel scratch = KERNELS.newPanel();
    int middle = packed.panels() / 2;
    for (int[] panels : new int[][] {{0, middle}, {middle, packed.panels()}}) {
      KERNELS.linear(
          actual,
          7,
          outStride,
          in,
          5,
          inStride,
          rows,
          packed,
          panels[0],
          panels[1],
          activation,
          scratch);
    }
    assertArrayEquals(expected, actual);
  }

  /** In long integers, which can't overflow. */
  private static float result(float[] row, float[] weights, float bias) {
    short[] w = new short[weights.length];
    float weightScale = IntegerProducts.roundWeights(weights, weights.length, w);
    float largest = 0;
    for (float x : row) {
      largest = Math.max(largest, Math.abs(x));
    }
    float factor = IntegerProducts.activationFactor(largest);
    long sum = 0;
    for (int k = 0; k < row.length; k++) {
      sum += factor == 0 ? 0 : (long) Math.rint((double) row[k] * factor) * w[k];
    }
    float scale = IntegerProducts.activationScale(largest);
    return IntegerProducts.result(Math.toIntExact(sum), scale, weightScale, bias);
  }

  /** What the 16-bit sums rely on. */
  @Property(tries = 200)
  void everyRunOfWeightsKeepsToItsBudget(
      @ForAll("inputs") int inputs, @ForAll Spread spread, @ForAll long seed) {
    float[] weights = spread.draw(new Random(seed), inputs, 0.3f);
    short[] rounded = new short[inputs];
    float scale = IntegerProducts.roundWeights(weights, inputs, rounded);
    int most = 0;
    for (int from = 0; from < inputs; from += IntegerProducts.RUN) {
      int sum = 0;
      for (int k = from; k < Math.min(inputs, from + IntegerProducts.RUN); k++) {
        sum += Math.abs(rounded[k]);
        assertEquals(weights[k], rounded[k] * scale, 0.501 * scale + Float.MIN_NORMAL);
      }
      most = Math.max(most, sum);
    }
    assertTrue(most * IntegerProducts.ACTIVATION_MAX <= Short.MAX_VALUE);
    boolean allZero = spread == Spread.ZEROS || spread == Spread.TINY;
    assertTrue(
        allZero || most >= IntegerProducts.RUN_BUDGET - IntegerProducts.RUN, String.valueOf(most));
  }

  @Property(tries = 200)
  void activationsStayWithinTheirMagnitude(@ForAll Spread spread, @ForAll long seed) {
    float[] row = spread.draw(new Random(seed), 100, 7);
    float largest = 0;
    for (float x : row) {
      largest = Math.max(largest, Math.abs(x));
    }
    float factor = IntegerProducts.activationFactor(largest);
    int most = 0;
    for (float x : row) {
      most = Math.max(most, Math.abs(IntegerProducts.round(x, factor)));
    }
    assertEquals(factor == 0 ? 0 : IntegerProducts.ACTIVATION_MAX, most);
  }

  @Example
  void whatIsNoNumberMakesItsRowNaN() {
    int inputs = 40;
    float[] in = Spread.GAUSSIAN.draw(new Random(1), 3 * inputs, 1);
    in[inputs + 5] = Float.POSITIVE_INFINITY;
    in[2 * inputs + 39] = Float.NaN;
    float[] weights = Spread.GAUSSIAN.draw(new Random(2), inputs, 1);
    PackedMatrix packed = KERNELS.packIntegers(1, inputs, n -> weights, new float[1]);
    float[] out = new float[3];
    KERNELS.linear(
        out, 0, 1, in, 0, inputs, 3, packed, 0, 1, Activation.IDENTITY, KERNELS.newPanel());
    assertTrue(Float.isFinite(out[0]));
    assertTrue(Float.isNaN(out[1]) && Float.isNaN(out[2]), Arrays.toString(out));
  }

  @Example
  void refusesMoreInputsThanAnIntCanSum() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            KERNELS.packIntegers(
                0, IntegerProducts.MAX_INPUTS + 1, n -> new float[0], new float[0]));
  }
}
