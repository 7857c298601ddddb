package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.Lanes.LANES;
import static dev.lanewise.engine.kernel.vector.Lanes.SPECIES;
import static dev.lanewise.engine.kernel.vector.Lanes.TILE_VECTORS;
import static dev.lanewise.engine.kernel.vector.Lanes.WIDTH;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.kernel.Storage;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * A linear layer with narrow weights for few rows, and the scratch memory of a thread that computes
 * one.
 *
 * <p>Here reading the weights takes about as long as the arithmetic, and widening them is not
 * shared by many rows. So they are widened in registers, and tiles are high and narrow, up to
 * twelve rows by two vectors: each weight is read and widened once for all rows, while the products
 * of those before it are under way.
 *
 * <p>The activations of a block of inner steps are copied so that their rows stand at a distance
 * that the compiler knows: then twelve of them need one address, not twelve registers.
 */
final class FewRows {
  /** Columns of a tile. */
  static final int COLUMNS = 2 * LANES;

  /** The inner steps of a block, and the distance between its rows. */
  static final int STEPS = 128;

  /** The most rows that are few. */
  static final int MOST_ROWS = 24;

  /** Rows of the highest tile. */
  private static final int TILE_ROWS = 12;

  private final float[] sums = new float[TILE_ROWS * COLUMNS]; // [rows][COLUMNS]
  private final VectorActivations functions = new VectorActivations(TILE_ROWS * COLUMNS);
  private float[] blocks = {}; // [tiles][blocks][rows of the tile][STEPS]

  /** Whether there are tiles for it: their 29 vectors want 32 registers. */
  static boolean computes(VectorMatrix matrix, int rows) {
    return TILE_VECTORS == 4
        && rows <= MOST_ROWS
        && (matrix.storage() == Storage.BF16 || matrix.storage() == Storage.INT8);
  }

  /** See {@link dev.lanewise.engine.kernel.Kernels#linear}. */
  void compute(
      float[] out,
      int outOffset,
      int outStride,
      float[] in,
      int inOffset,
      int inStride,
      int rows,
      VectorMatrix matrix,
      int fromPanel,
      int toPanel,
      Activation activation) {
    int inputs = matrix.inputs();
    int padded = Math.ceilDiv(inputs, STEPS) * STEPS;
    copy(in, inOffset, inStride, rows, inputs, padded);
    int end = Math.min(matrix.outputs(), toPanel * WIDTH);
    for (int column = fromPanel * WIDTH; column < end; column += COLUMNS) {
      int columns = Math.min(COLUMNS, end - column);
      int tileRows;
      for (int m = 0; m < rows; m += tileRows) {
        tileRows = tileRows(rows - m);
        start(matrix.bias(), column, tileRows);
        for (int k = 0; k < inputs; k += STEPS) {
          int a = m * padded + k * tileRows;
          tile(tileRows, a, matrix, column, k, Math.min(STEPS, inputs - k));
        }
        int real = Math.min(tileRows, rows - m);
        functions.apply(activation, sums, 0, real * COLUMNS);
        store(out, outOffset + m * outStride + column, outStride, real, columns);
      }
    }
  }

  /** Sums start from the bias. */
  private void start(float[] bias, int column, int rows) {
    FloatVector first = FloatVector.fromArray(SPECIES, bias, column);
    FloatVector second = FloatVector.fromArray(SPECIES, bias, column + LANES);
    for (int i = 0; i < rows * COLUMNS; i += COLUMNS) {
      first.intoArray(sums, i);
      second.intoArray(sums, i + LANES);
    }
  }

  private void store(float[] out, int offset, int stride, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      int to = offset + i * stride;
      if (columns == COLUMNS) {
        FloatVector.fromArray(SPECIES, sums, i * COLUMNS).intoArray(out, to);
        FloatVector.fromArray(SPECIES, sums, i * COLUMNS + LANES).intoArray(out, to + LANES);
      } else {
        System.arraycopy(sums, i * COLUMNS, out, to, columns);
      }
    }
  }

  /** Rows of the next tile when so many are left; those beyond them are zeros. */
  private static int tileRows(int left) {
    return left > 8 ? 12 : left > 4 ? 8 : 4;
  }

  private void copy(float[] in, int offset, int stride, int rows, int inputs, int padded) {
    int most = Math.ceilDiv(rows, 4) * 4 * padded;
    if (blocks.length < most) {
      blocks = new float[most];
    }
    int tileRows;
    for (int m = 0; m < rows; m += tileRows) {
      tileRows = tileRows(rows - m);
      for (int k = 0; k < inputs; k += STEPS) {
        int steps = Math.min(STEPS, inputs - k);
        int to = m * padded + k * tileRows;
        for (int i = 0; i < tileRows; i++) {
          int row = to + i * STEPS;
          if (m + i < rows) {
            System.arraycopy(in, offset + (m + i) * stride + k, blocks, row, steps);
          } else {
            Arrays.fill(blocks, row, row + steps, 0);
          }
        }
      }
    }
  }

  private void tile(int rows, int a, VectorMatrix matrix, int column, int k, int steps) {
    int b = matrix.offset(column, k);
    switch (matrix.storage()) {
      case BF16 -> {
        short[] weights = matrix.shorts();
        switch (rows) {
          case 12 -> Bf16Tiles.rows12(sums, blocks, a, weights, b, steps);
          case 8 -> Bf16Tiles.rows8(sums, blocks, a, weights, b, steps);
          default -> Bf16Tiles.rows4(sums, blocks, a, weights, b, steps);
        }
      }
      case INT8 -> {
        byte[] weights = matrix.integers();
        float[] scales = matrix.scales();
        switch (rows) {
          case 12 -> Int8Tiles.rows12(sums, blocks, a, weights, b, scales, column, steps);
          case 8 -> Int8Tiles.rows8(sums, blocks, a, weights, b, scales, column, steps);
          default -> Int8Tiles.rows4(sums, blocks, a, weights, b, scales, column, steps);
        }
      }
      default -> throw new IllegalStateException("no tiles for " + matrix.storage());
    }
  }
}
