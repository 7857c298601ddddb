package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.Lanes.LANES;
import static dev.lanewise.engine.kernel.vector.Lanes.TILE_VECTORS;
import static dev.lanewise.engine.kernel.vector.PitchedTiles.PITCH;

import dev.lanewise.engine.kernel.Panel;

/** A scratch panel in one array, as wide as a tile or, where that is enough, half as wide. */
final class VectorPanel extends Panel {
  private float[] data = {}; // [rows][vectors * LANES]
  private final float[] tile = new float[VectorKernels.TILE_ROWS * Lanes.WIDTH];
  private float[] widened = {};
  private float[] rows = {}; // [rows][PITCH]
  private final VectorActivations activations = new VectorActivations(Lanes.WIDTH);
  private final IntegerLinear integers = new IntegerLinear();
  private final FewRows fewRows = new FewRows();
  private int vectors;

  float[] data() {
    return data;
  }

  /** Scratch for a tile of results, {@code [TILE_ROWS][WIDTH]}. */
  float[] tile() {
    return tile;
  }

  /** The rows that were copied last, {@code [rows][PITCH]}. */
  float[] rows() {
    return rows;
  }

  /** Copies parts of rows for {@link PitchedTiles}. */
  void copyRows(float[] in, int offset, int stride, int count, int length) {
    if (rows.length < count * PITCH) {
      rows = new float[count * PITCH];
    }
    for (int i = 0; i < count; i++) {
      System.arraycopy(in, offset + i * stride, rows, i * PITCH, length);
    }
  }

  /** Scratch for weights in fp32. */
  float[] widened(int length) {
    if (widened.length < length) {
      widened = new float[length];
    }
    return widened;
  }

  VectorActivations activations() {
    return activations;
  }

  /** Scratch for products in integers. */
  IntegerLinear integers() {
    return integers;
  }

  /** Scratch for few rows and narrow weights. */
  FewRows fewRows() {
    return fewRows;
  }

  /** Vectors in a row: four or two. */
  int vectors() {
    return vectors;
  }

  int width() {
    return vectors * LANES;
  }

  @Override
  protected void ensure(int rows, int columns) {
    vectors = columns <= 2 * LANES ? 2 : TILE_VECTORS;
    int size = Math.multiplyExact(rows, width());
    if (data.length < size) {
      data = new float[size];
    }
  }
}
