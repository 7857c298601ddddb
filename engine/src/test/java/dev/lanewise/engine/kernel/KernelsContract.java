package dev.lanewise.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.engine.kernel.scalar.ScalarKernels;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * A kernel against plain textbook loops, to the last bit.
 *
 * <p>The loops here are the package documentation's rules and nothing else. Sizes include those
 * around every tile, lane and block size.
 */
abstract class KernelsContract {
  private final Kernels kernels;

  /** Where the scalar kernel is chosen it is tested by the loops alone. */
  private static final Kernels SCALAR = new ScalarKernels();

  private static final float UNTOUCHED = 12345;

  KernelsContract(Kernels kernels) {
    this.kernels = kernels;
  }

  record Product(int rows, int outputs, int inputs, int inGap, int outGap, long seed) {}

  @Provide
  Arbitrary<Product> products() {
    Arbitrary<Integer> gap = Arbitraries.integers().between(0, 3);
    return Combinators.combine(
            Arbitraries.oneOf(Arbitraries.integers().between(1, 20), Arbitraries.of(48, 49, 101)),
            Arbitraries.oneOf(
                Arbitraries.integers().between(1, 20),
                Arbitraries.of(31, 32, 33, 63, 64, 65, 127, 128, 255, 256, 257, 300)),
            Arbitraries.oneOf(
                Arbitraries.integers().between(1, 20),
                Arbitraries.of(64, 383, 767, 768, 769, 1540)),
            gap,
            gap,
            Arbitraries.longs())
        .as(Product::new);
  }

  @Property(tries = 300)
  void linearIsAChainOfFusedMultiplyAdds(
      @ForAll("products") Product product, @ForAll Activation activation, @ForAll Storage storage) {
    Random random = new Random(product.seed());
    int inStride = product.inputs() + product.inGap();
    int outStride = product.outputs() + product.outGap();
    float[] in = gaussian(random, 5 + product.rows() * inStride, 1);
    float[][] weights = new float[product.outputs()][];
    for (int n = 0; n < product.outputs(); n++) {
      weights[n] = gaussian(random, product.inputs(), 1 / Math.sqrt(product.inputs()));
    }
    float[][] held = Arrays.stream(weights).map(w -> held(storage, w)).toArray(float[][]::new);
    float[] bias = gaussian(random, product.outputs(), 1);
    float[] expected = new float[7 + product.rows() * outStride];
    Arrays.fill(expected, UNTOUCHED);
    float[] actual = expected.clone();
    for (int m = 0; m < product.rows(); m++) {
      for (int n = 0; n < product.outputs(); n++) {
        float sum = bias[n];
        for (int k = 0; k < product.inputs(); k++) {
          sum = Math.fma(in[5 + m * inStride + k], held[n][k], sum);
        }
        expected[7 + m * outStride + n] = Approximations.activate(activation, sum);
      }
    }
    PackedMatrix packed =
        kernels.pack(product.outputs(), product.inputs(), n -> weights[n], bias, storage);
    Panel scratch = kernels.newPanel();
    assertEquals(product.outputs(), packed.outputs());
    int middle = packed.panels() / 2;
    for (int[] panels : new int[][] {{0, middle}, {middle, packed.panels()}}) {
      kernels.linear(
          actual,
          7,
          outStride,
          in,
          5,
          inStride,
          product.rows(),
          packed,
          panels[0],
          panels[1],
          activation,
          scratch);
    }
    assertArrayEquals(expected, actual);
  }

  /** What a row of weights is after it has been stored. */
  private static float[] held(Storage storage, float[] weights) {
    float scale = NarrowFloats.int8Scale(weights);
    float[] held = new float[weights.length];
    for (int k = 0; k < held.length; k++) {
      float w = weights[k];
      held[k] =
          switch (storage) {
            case F32 -> w;
            case BF16 -> NarrowFloats.fromBf16(NarrowFloats.toBf16(w));
            case F16 -> Float.float16ToFloat(Float.floatToFloat16(w));
            case INT8 -> NarrowFloats.fromInt8(NarrowFloats.toInt8(w, scale), scale);
          };
    }
    return held;
  }

  /** The largest of a row need not be 127, so the scale can't be found again from the values. */
  @Property(tries = 100)
  void int8WeightsWithScalesOfTheirOwnKeepThem(
      @ForAll @IntRange(min = 1, max = 70) int outputs,
      @ForAll @IntRange(min = 1, max = 40) int inputs,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[][] weights = new float[outputs][inputs];
    float[] scales = new float[outputs];
    float[] in = gaussian(random, inputs, 1);
    float[] bias = gaussian(random, outputs, 1);
    float[] expected = new float[outputs];
    for (int n = 0; n < outputs; n++) {
      scales[n] = random.nextFloat();
      float sum = bias[n];
      for (int k = 0; k < inputs; k++) {
        byte integer = (byte) (random.nextInt(201) - 100);
        weights[n][k] = NarrowFloats.fromInt8(integer, scales[n]);
        sum = Math.fma(in[k], weights[n][k], sum);
      }
      expected[n] = sum;
    }
    WeightRows rows =
        new WeightRows() {
          @Override
          public float[] row(int output) {
            return weights[output];
          }

          @Override
          public float int8Scale(int output, float[] row) {
            return scales[output];
          }
        };
    PackedMatrix packed = kernels.pack(outputs, inputs, rows, bias, Storage.INT8);
    float[] actual = new float[outputs];
    kernels.linear(
        actual,
        0,
        outputs,
        in,
        0,
        inputs,
        1,
        packed,
        0,
        packed.panels(),
        Activation.IDENTITY,
        kernels.newPanel());
    assertArrayEquals(expected, actual);
  }

  @Property(tries = 200)
  void attentionOfABlockIsTheTextbooks(
      @ForAll @IntRange(min = 1, max = 130) int tokens,
      @ForAll @IntRange(min = 1, max = 70) int headSize,
      @ForAll @IntRange(min = 1, max = 256) int wanted,
      @ForAll boolean biased,
      @ForAll long seed) {
    Random random = new Random(seed);
    int queries = Math.min(wanted, kernels.panelColumns());
    int stride = headSize + 3;
    float scale = (float) (1 / Math.sqrt(headSize));
    float[] q = gaussian(random, 2 + queries * stride, 2);
    float[] k = gaussian(random, 3 + tokens * stride, 2);
    float[] v = gaussian(random, 4 + tokens * stride + kernels.panelColumns(), 1);
    float[] byDistance = biases(random, tokens, queries, biased);
    int offset = 5 + tokens - 1;
    float[] expected = new float[queries * stride];
    Arrays.fill(expected, UNTOUCHED);
    float[] actual = expected.clone();
    for (int i = 0; i < queries; i++) {
      float[] scores = new float[tokens];
      for (int t = 0; t < tokens; t++) {
        scores[t] = byDistance[offset + i - t];
      }
      attend(expected, i * stride, q, 2 + i * stride, k, 3, v, 4, stride, scores, headSize, scale);
    }
    Panel queryPanel = kernels.newPanel();
    Panel scores = kernels.newPanel();
    float[] inverseSums = new float[kernels.panelColumns()];
    kernels.loadTransposed(queryPanel, q, 2, stride, queries, headSize, scale);
    if (biased) {
      kernels.multiplyAdd(scores, k, 3, stride, tokens, headSize, queryPanel, byDistance, offset);
    } else {
      kernels.multiply(scores, k, 3, stride, tokens, headSize, queryPanel);
    }
    kernels.softmaxColumns(scores, tokens, inverseSums);
    kernels.multiplyTransposed(
        actual, 0, stride, scores, tokens, v, 4, stride, headSize, inverseSums);
    assertArrayEquals(expected, actual);
  }

  /**
   * What scores start from, by the distance of query and key, from the sixth on: zeros, or numbers
   * and here and there an infinity that hides a key from a query, though never from its own.
   */
  private float[] biases(Random random, int tokens, int queries, boolean biased) {
    float[] biases = new float[5 + tokens - 1 + queries + kernels.panelColumns()];
    for (int i = 0; biased && i < biases.length; i++) {
      boolean hidden = i >= 5 + tokens && random.nextInt(4) == 0;
      biases[i] = hidden ? Float.NEGATIVE_INFINITY : (float) random.nextGaussian() * 3;
    }
    return biases;
  }

  private static void attend(
      float[] out,
      int outOffset,
      float[] q,
      int qOffset,
      float[] k,
      int kOffset,
      float[] v,
      int vOffset,
      int stride,
      float[] weights,
      int headSize,
      float scale) {
    int tokens = weights.length;
    float max = Float.NEGATIVE_INFINITY;
    for (int t = 0; t < tokens; t++) {
      for (int d = 0; d < headSize; d++) {
        weights[t] = Math.fma(k[kOffset + t * stride + d], scale * q[qOffset + d], weights[t]);
      }
      max = Math.max(max, weights[t]);
    }
    float sum = 0;
    for (int t = 0; t < tokens; t++) {
      weights[t] = Approximations.exp(weights[t] - max) - Approximations.EXP_LEAST;
      sum += weights[t];
    }
    for (int d = 0; d < headSize; d++) {
      float value = 0;
      for (int t = 0; t < tokens; t++) {
        value = Math.fma(v[vOffset + t * stride + d], weights[t], value);
      }
      out[outOffset + d] = 1 / sum * value;
    }
  }

  @Property(tries = 200)
  void normalizesRowsInSixteenPartialSums(
      @ForAll @IntRange(min = 1, max = 5) int rows,
      @ForAll @IntRange(min = 1, max = 200) int width,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] delta = gaussian(random, 3 + rows * width, 1);
    float[] weight = gaussian(random, width, 1);
    float[] bias = gaussian(random, width, 1);
    float[] expected = gaussian(random, 2 + rows * width + 1, 3);
    float[] actual = expected.clone();
    for (int m = 0; m < rows; m++) {
      normalize(expected, 2 + m * width, delta, 3 + m * width, weight, bias, 1e-12f);
    }
    kernels.addNormalize(actual, 2, delta, 3, rows, width, weight, bias, 1e-12f, sums());
    assertArrayEquals(expected, actual);
  }

  @Property(tries = 200)
  void normalizesWithNothingAdded(
      @ForAll @IntRange(min = 1, max = 5) int rows,
      @ForAll @IntRange(min = 1, max = 200) int width,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] x = gaussian(random, 3 + rows * width, 3);
    float[] weight = gaussian(random, width, 1);
    float[] bias = gaussian(random, width, 1);
    float[] expected = new float[2 + rows * width + 1];
    Arrays.fill(expected, UNTOUCHED);
    float[] actual = expected.clone();
    System.arraycopy(x, 3, expected, 2, rows * width);
    for (int m = 0; m < rows; m++) {
      normalize(expected, 2 + m * width, new float[width], 0, weight, bias, 1e-12f);
    }
    kernels.normalize(actual, 2, x, 3, rows, width, weight, bias, 1e-12f, sums());
    assertArrayEquals(expected, actual);
    kernels.normalize(x, 3, x, 3, rows, width, weight, bias, 1e-12f, sums());
    assertArrayEquals(
        Arrays.copyOfRange(expected, 2, 2 + rows * width), Arrays.copyOfRange(x, 3, x.length));
  }

  @Property(tries = 200)
  void normalizesByTheRootMeanSquare(
      @ForAll @IntRange(min = 1, max = 5) int rows,
      @ForAll @IntRange(min = 1, max = 200) int width,
      @ForAll @IntRange(min = 0, max = 3) int gap,
      @ForAll long seed) {
    Random random = new Random(seed);
    int stride = width + gap;
    float[] x = gaussian(random, 3 + rows * stride, 2);
    float[] weight = gaussian(random, width, 1);
    float[] expected = new float[2 + rows * (stride + 1)];
    Arrays.fill(expected, UNTOUCHED);
    float[] actual = expected.clone();
    float[] inPlace = x.clone();
    for (int m = 0; m < rows; m++) {
      float[] row = Arrays.copyOfRange(x, 3 + m * stride, 3 + m * stride + width);
      float scale = 1 / (float) Math.sqrt(dot(row, row) / width + 1e-6f);
      for (int n = 0; n < width; n++) {
        expected[2 + m * (stride + 1) + n] = row[n] * scale * weight[n];
        inPlace[3 + m * stride + n] = row[n] * scale * weight[n];
      }
    }
    kernels.normalizeByRms(actual, 2, stride + 1, x, 3, stride, rows, width, weight, 1e-6f, sums());
    assertArrayEquals(expected, actual);
    kernels.normalizeByRms(x, 3, stride, x, 3, stride, rows, width, weight, 1e-6f, sums());
    assertArrayEquals(inPlace, x);
  }

  @Property(tries = 50)
  void whatMinusInfinityHidesWeighsNothing(
      @ForAll @IntRange(min = 2, max = 40) int rows, @ForAll long seed) {
    Random random = new Random(seed);
    float[] in = gaussian(random, rows, 1);
    float[] biases = new float[2 * rows + kernels.panelColumns()];
    int hidden = 1 + random.nextInt(rows - 1);
    Arrays.fill(biases, rows - 1 - hidden, rows - hidden, Float.NEGATIVE_INFINITY);
    Panel one = kernels.newPanel();
    Panel scores = kernels.newPanel();
    float[] inverseSums = new float[kernels.panelColumns()];
    kernels.loadTransposed(one, new float[] {1}, 0, 1, 1, 1, 1);
    kernels.multiplyAdd(scores, in, 0, 1, rows, 1, one, biases, rows - 1);
    kernels.softmaxColumns(scores, rows, inverseSums);
    float[] identity = new float[rows * rows + kernels.panelColumns()];
    for (int i = 0; i < rows; i++) {
      identity[i * rows + i] = 1;
    }
    float[] weights = new float[rows];
    kernels.multiplyTransposed(
        weights, 0, rows, scores, rows, identity, 0, rows, rows, inverseSums);
    for (int i = 0; i < rows; i++) {
      assertEquals(i == hidden, weights[i] == 0, "weight " + i + " is " + weights[i]);
    }
  }

  private static void normalize(
      float[] x, int at, float[] delta, int deltaAt, float[] weight, float[] bias, float epsilon) {
    int width = weight.length;
    float[] sums = new float[LaneSum.LANES];
    for (int n = 0; n < width; n++) {
      x[at + n] += delta[deltaAt + n];
      sums[n % LaneSum.LANES] += x[at + n];
    }
    float mean = LaneSum.reduce(sums) / width;
    Arrays.fill(sums, 0);
    for (int n = 0; n < width; n++) {
      float centred = x[at + n] - mean;
      sums[n % LaneSum.LANES] = Math.fma(centred, centred, sums[n % LaneSum.LANES]);
    }
    float scale = 1 / (float) Math.sqrt(LaneSum.reduce(sums) / width + epsilon);
    for (int n = 0; n < width; n++) {
      x[at + n] = Math.fma((x[at + n] - mean) * scale, weight[n], bias[n]);
    }
  }

  @Property(tries = 100)
  void dotIsSixteenPartialSums(
      @ForAll @IntRange(min = 0, max = 200) int length, @ForAll long seed) {
    Random random = new Random(seed);
    float[] a = gaussian(random, length + 3, 1);
    float[] b = gaussian(random, length + 2, 1);
    float[] sums = new float[LaneSum.LANES];
    for (int i = 0; i < length; i++) {
      sums[i % LaneSum.LANES] = Math.fma(a[3 + i], b[2 + i], sums[i % LaneSum.LANES]);
    }
    float expected = LaneSum.reduce(sums);
    assertEquals(expected, kernels.dot(a, 3, b, 2, length));
    assertEquals(expected, SCALAR.dot(a, 3, b, 2, length));
  }

  @Property(tries = 200)
  void dotsAreThoseOfEachRow(
      @ForAll @IntRange(min = 0, max = 200) int length,
      @ForAll @IntRange(min = 0, max = 13) int count,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] query = gaussian(random, length, 1);
    float[] rows = gaussian(random, 5 + count * length, 1);
    float[] expected = new float[count + 1];
    expected[count] = UNTOUCHED;
    for (int i = 0; i < count; i++) {
      int row = 5 + i * length;
      expected[i] = dot(query, Arrays.copyOfRange(rows, row, row + length));
    }
    for (Kernels each : new Kernels[] {kernels, SCALAR}) {
      float[] actual = new float[count + 1];
      actual[count] = UNTOUCHED;
      each.dots(actual, query, rows, 5, count);
      assertArrayEquals(expected, actual);
    }
  }

  @Property(tries = 200)
  void dotsWithBytesAreThoseOfTheirValues(
      @ForAll @IntRange(min = 0, max = 200) int length,
      @ForAll @IntRange(min = 0, max = 13) int count,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] query = gaussian(random, length, 1);
    byte[] rows = new byte[5 + count * length];
    random.nextBytes(rows);
    float[] expected = new float[count + 1];
    expected[count] = UNTOUCHED;
    for (int i = 0; i < count; i++) {
      float[] row = new float[length];
      for (int n = 0; n < length; n++) {
        row[n] = rows[5 + i * length + n];
      }
      expected[i] = dot(query, row);
    }
    for (Kernels each : new Kernels[] {kernels, SCALAR}) {
      float[] actual = new float[count + 1];
      actual[count] = UNTOUCHED;
      each.dotsInt8(actual, query, rows, 5, count);
      assertArrayEquals(expected, actual);
    }
  }

  private static float dot(float[] a, float[] b) {
    float[] sums = new float[LaneSum.LANES];
    for (int i = 0; i < a.length; i++) {
      sums[i % LaneSum.LANES] = Math.fma(a[i], b[i], sums[i % LaneSum.LANES]);
    }
    return LaneSum.reduce(sums);
  }

  @Property(tries = 20)
  void constantRowsNormalizeToTheBias(@ForAll @IntRange(min = 1, max = 100) int width) {
    float[] x = new float[width];
    Arrays.fill(x, 3);
    float[] ones = new float[width];
    Arrays.fill(ones, 1);
    kernels.addNormalize(x, 0, new float[width], 0, 1, width, ones, ones, 1e-12f, sums());
    assertArrayEquals(ones, x);
  }

  private static float[] gaussian(Random random, int length, double deviation) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }

  /** Scratch with something left in it. */
  private static float[] sums() {
    float[] sums = new float[LaneSum.LANES];
    Arrays.fill(sums, Float.NaN);
    return sums;
  }
}
