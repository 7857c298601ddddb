package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.IntegerTiles.ROWS;
import static dev.lanewise.engine.kernel.vector.IntegerTiles.WIDTH;
import static dev.lanewise.engine.kernel.vector.Lanes.LANES;
import static dev.lanewise.engine.kernel.vector.Lanes.SPECIES;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.kernel.IntegerProducts;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A linear layer in integers, and the scratch memory of a thread that computes one.
 *
 * <p>Activations are rounded a block of rows at a time; all panels of weights then pass over the
 * block.
 */
final class IntegerLinear {
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, SPECIES.vectorShape());

  /**
   * The most integers that a block of rows has, 512 KiB: the more rows, the less often the weights
   * come from farther than the second-level cache, which has to hold a panel beside the block.
   */
  private static final int BLOCK_ELEMENTS = 1 << 17;

  private static final int LOW_HALF = 0xffff;

  private int[] activations = {}; // [block rows][inner], each value in both halves of an int
  private float[] scales = {}; // [block rows]
  private final int[] sums = new int[ROWS * WIDTH];
  private final float[] results = new float[WIDTH];
  private final VectorActivations functions = new VectorActivations(WIDTH);

  /**
   * See {@link dev.lanewise.engine.kernel.Kernels#linear}.
   *
   * @param vectorCode whether to compute with it, or in plain loops to the same bits
   */
  void compute(
      float[] out,
      int outOffset,
      int outStride,
      float[] in,
      int inOffset,
      int inStride,
      int rows,
      IntegerMatrix matrix,
      int fromPanel,
      int toPanel,
      Activation activation,
      boolean vectorCode) {
    int most = Math.max(1, BLOCK_ELEMENTS / matrix.inner() / ROWS) * ROWS;
    for (int m = 0; m < rows; m += most) {
      int count = Math.min(most, rows - m);
      round(in, inOffset + m * inStride, inStride, count, matrix, vectorCode);
      for (int panel = fromPanel; panel < toPanel; panel++) {
        int to = outOffset + m * outStride + panel * WIDTH;
        if (vectorCode) {
          panel(out, to, outStride, count, matrix, panel, activation);
        } else {
          plainPanel(out, to, outStride, count, matrix, panel, activation);
        }
      }
    }
  }

  private void panel(
      float[] out,
      int outOffset,
      int outStride,
      int rows,
      IntegerMatrix matrix,
      int panel,
      Activation activation) {
    int inner = matrix.inner();
    int columns = matrix.columnsOf(panel);
    for (int m = 0; m < rows; m += ROWS) {
      IntegerTiles.rows4(
          sums,
          0,
          activations,
          m * inner,
          inner,
          matrix.weights(),
          matrix.offset(panel),
          WIDTH,
          inner);
      for (int i = 0; i < Math.min(ROWS, rows - m); i++) {
        results(i, scales[m + i], matrix, panel);
        functions.apply(activation, results, 0, WIDTH);
        System.arraycopy(results, 0, out, outOffset + (m + i) * outStride, columns);
      }
    }
  }

  /** All rows at once, not tile by tile: in plain loops widening a panel costs as much as a row. */
  private void plainPanel(
      float[] out,
      int outOffset,
      int outStride,
      int rows,
      IntegerMatrix matrix,
      int panel,
      Activation activation) {
    int columns = matrix.columnsOf(panel);
    int[][] all =
        PlainIntegers.sums(
            rows, activations, matrix.weights(), matrix.offset(panel), matrix.inner());
    for (int m = 0; m < rows; m++) {
      int to = outOffset + m * outStride;
      for (int n = 0; n < columns; n++) {
        int column = panel * WIDTH + n;
        out[to + n] =
            IntegerProducts.result(
                all[m][IntegerMatrix.lane(n)],
                scales[m],
                matrix.scales()[column],
                matrix.bias()[column]);
      }
      PlainLoops.activate(activation, out, to, columns);
    }
  }

  /** {@link IntegerProducts#result} of a row of the tile. */
  private void results(int row, float scale, IntegerMatrix matrix, int panel) {
    for (int n = 0; n < WIDTH; n += LANES) {
      int column = panel * WIDTH + n;
      FloatVector sum =
          (FloatVector)
              IntVector.fromArray(INTS, sums, row * WIDTH + n)
                  .convertShape(VectorOperators.I2F, SPECIES, 0);
      FloatVector scales =
          FloatVector.fromArray(SPECIES, matrix.scales(), column)
              .mul(FloatVector.broadcast(SPECIES, scale));
      FloatVector bias = FloatVector.fromArray(SPECIES, matrix.bias(), column);
      sum.fma(scales, bias).intoArray(results, n);
    }
  }

  /** Rounds rows of activations, and adds rows of zeros up to a full tile. */
  private void round(
      float[] in, int offset, int stride, int rows, IntegerMatrix matrix, boolean vectorCode) {
    int inner = matrix.inner();
    int padded = Math.ceilDiv(rows, ROWS) * ROWS;
    if (activations.length < padded * inner) {
      activations = new int[padded * inner];
    }
    if (scales.length < rows) {
      scales = new float[padded];
    }
    // Plain loops do what is left of a row behind its vectors, or all of it.
    int inVectors = vectorCode ? INTS.loopBound(matrix.inputs()) : 0;
    for (int m = 0; m < rows; m++) {
      int from = offset + m * stride;
      float largest = largest(in, from, matrix.inputs(), inVectors);
      scales[m] = IntegerProducts.activationScale(largest);
      float factor = IntegerProducts.activationFactor(largest);
      roundRow(in, from, matrix.inputs(), inVectors, factor, m * inner);
      Arrays.fill(activations, m * inner + matrix.inputs(), (m + 1) * inner, 0);
    }
    Arrays.fill(activations, rows * inner, padded * inner, 0);
  }

  /** The largest magnitude, compared as integers: NaN is the largest. */
  private static float largest(float[] in, int offset, int length, int inVectors) {
    int largest = inVectors > 0 ? largestBits(in, offset, inVectors) : 0;
    for (int k = inVectors; k < length; k++) {
      int bits = Float.floatToRawIntBits(in[offset + k]) & IntegerProducts.MAGNITUDE;
      largest = Math.max(largest, bits);
    }
    return Float.intBitsToFloat(largest);
  }

  private static int largestBits(float[] in, int offset, int length) {
    IntVector most = IntVector.zero(INTS);
    for (int k = 0; k < length; k += LANES) {
      IntVector bits = FloatVector.fromArray(SPECIES, in, offset + k).reinterpretAsInts();
      most = most.max(bits.and(IntegerProducts.MAGNITUDE));
    }
    return most.reduceLanes(VectorOperators.MAX);
  }

  private void roundRow(float[] in, int offset, int length, int inVectors, float factor, int to) {
    if (factor == 0) {
      Arrays.fill(activations, to, to + length, 0);
      return;
    }
    if (inVectors > 0) {
      roundVectors(in, offset, inVectors, factor, to);
    }
    for (int k = inVectors; k < length; k++) {
      int rounded = IntegerProducts.round(in[offset + k], factor);
      activations[to + k] = (rounded << Short.SIZE) | (rounded & LOW_HALF);
    }
  }

  private void roundVectors(float[] in, int offset, int length, float factor, int to) {
    FloatVector rounder = FloatVector.broadcast(SPECIES, IntegerProducts.ROUNDER);
    for (int k = 0; k < length; k += LANES) {
      IntVector rounded =
          FloatVector.fromArray(SPECIES, in, offset + k)
              .fma(FloatVector.broadcast(SPECIES, factor), rounder)
              .reinterpretAsInts()
              .sub(IntegerProducts.ROUNDER_BITS);
      rounded
          .lanewise(VectorOperators.LSHL, Short.SIZE)
          .or(rounded.and(LOW_HALF))
          .intoArray(activations, to + k);
    }
  }
}
