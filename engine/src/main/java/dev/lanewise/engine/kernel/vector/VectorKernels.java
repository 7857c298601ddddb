package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.Lanes.LANES;
import static dev.lanewise.engine.kernel.vector.Lanes.SPECIES;
import static dev.lanewise.engine.kernel.vector.Lanes.TILE_VECTORS;
import static dev.lanewise.engine.kernel.vector.Lanes.WIDTH;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.kernel.PackedMatrix;
import dev.lanewise.engine.kernel.Panel;
import java.util.function.IntFunction;

/** The operations on vectors of the width that {@link Lanes} chose. */
public final class VectorKernels implements Kernels {
  /** Rows of a full tile. */
  private static final int TILE_ROWS = 6;

  /**
   * The most inner steps that a tile takes at once: a panel's part of that length stays in the
   * second-level cache while all rows pass over it. The sums go on from where they were, so results
   * don't depend on it.
   */
  private static final int INNER_BLOCK = 768;

  private static final float[] ZEROS = new float[WIDTH];

  /**
   * @throws IllegalStateException if this machine lacks what makes vectors fast
   */
  public VectorKernels() {
    Lanes.requireFastVectors();
  }

  @Override
  public String name() {
    return "vector-" + SPECIES.vectorBitSize();
  }

  @Override
  public int panelColumns() {
    return WIDTH;
  }

  @Override
  public Panel newPanel() {
    return new VectorPanel();
  }

  @Override
  public PackedMatrix pack(int outputs, int inputs, IntFunction<float[]> row, float[] bias) {
    return new VectorMatrix(outputs, inputs, row, bias);
  }

  @Override
  public void linear(
      float[] out,
      int outOffset,
      int outStride,
      float[] in,
      int inOffset,
      int inStride,
      int rows,
      PackedMatrix weights,
      int fromPanel,
      int toPanel,
      Activation activation) {
    VectorMatrix matrix = (VectorMatrix) weights;
    for (int panel = fromPanel; panel < toPanel; panel++) {
      int to = outOffset + panel * WIDTH;
      if (matrix.columnsOf(panel) == WIDTH) {
        panel(out, to, outStride, in, inOffset, inStride, rows, matrix, panel, activation);
      } else {
        partialPanel(out, to, outStride, in, inOffset, inStride, rows, matrix, panel, activation);
      }
    }
  }

  private static void panel(
      float[] out,
      int outOffset,
      int outStride,
      float[] in,
      int inOffset,
      int inStride,
      int rows,
      VectorMatrix matrix,
      int panel,
      Activation activation) {
    int inputs = matrix.inputs();
    for (int k = 0; k < inputs; k += INNER_BLOCK) {
      int inner = Math.min(INNER_BLOCK, inputs - k);
      int b = matrix.offset(panel) + k * WIDTH;
      boolean first = k == 0;
      boolean last = k + inner == inputs;
      for (int m = 0; m < rows; ) {
        int tileRows = tileRows(rows - m);
        int c = outOffset + m * outStride;
        tile(
            tileRows,
            TILE_VECTORS,
            out,
            c,
            outStride,
            first ? matrix.bias() : out,
            first ? panel * WIDTH : c,
            first ? 0 : outStride,
            in,
            inOffset + m * inStride + k,
            inStride,
            1,
            matrix.data(),
            b,
            inner);
        if (last && activation != Activation.IDENTITY) {
          for (int i = 0; i < tileRows; i++) {
            VectorActivations.apply(activation, out, c + i * outStride, WIDTH);
          }
        }
        m += tileRows;
      }
    }
  }

  /** The last panel where it is padded: a tile at a time aside, then its real columns. */
  private static void partialPanel(
      float[] out,
      int outOffset,
      int outStride,
      float[] in,
      int inOffset,
      int inStride,
      int rows,
      VectorMatrix matrix,
      int panel,
      Activation activation) {
    float[] tile = new float[TILE_ROWS * WIDTH];
    for (int m = 0; m < rows; ) {
      int tileRows = tileRows(rows - m);
      int a = inOffset + m * inStride;
      panel(tile, 0, WIDTH, in, a, inStride, tileRows, matrix, panel, activation);
      for (int i = 0; i < tileRows; i++, m++) {
        int to = outOffset + m * outStride;
        System.arraycopy(tile, i * WIDTH, out, to, matrix.columnsOf(panel));
      }
    }
  }

  @Override
  public void multiply(
      Panel out,
      float[] in,
      int inOffset,
      int inRowStride,
      int inColumnStride,
      int rows,
      int inner,
      Panel b) {
    out.resize(rows, b.columns());
    VectorPanel to = (VectorPanel) out;
    VectorPanel from = (VectorPanel) b;
    int width = to.width();
    for (int m = 0; m < rows; ) {
      int tileRows = tileRows(rows - m);
      tile(
          tileRows,
          to.vectors(),
          to.data(),
          m * width,
          width,
          ZEROS,
          0,
          0,
          in,
          inOffset + m * inRowStride,
          inRowStride,
          inColumnStride,
          from.data(),
          0,
          inner);
      m += tileRows;
    }
  }

  /** The rows of the next tile when so many are left. */
  private static int tileRows(int left) {
    return left >= TILE_ROWS ? TILE_ROWS : left >= 4 ? 4 : left >= 2 ? 2 : 1;
  }

  private static void tile(
      int rows,
      int vectors,
      float[] c,
      int co,
      int cs,
      float[] seed,
      int so,
      int ss,
      float[] a,
      int ao,
      int ar,
      int ac,
      float[] b,
      int bo,
      int inner) {
    if (vectors == 4) {
      switch (rows) {
        case 6 -> FourVectorTiles.rows6(c, co, cs, seed, so, ss, a, ao, ar, ac, b, bo, inner);
        case 4 -> FourVectorTiles.rows4(c, co, cs, seed, so, ss, a, ao, ar, ac, b, bo, inner);
        case 2 -> FourVectorTiles.rows2(c, co, cs, seed, so, ss, a, ao, ar, ac, b, bo, inner);
        default -> FourVectorTiles.rows1(c, co, cs, seed, so, ss, a, ao, ar, ac, b, bo, inner);
      }
    } else {
      switch (rows) {
        case 6 -> TwoVectorTiles.rows6(c, co, cs, seed, so, ss, a, ao, ar, ac, b, bo, inner);
        case 4 -> TwoVectorTiles.rows4(c, co, cs, seed, so, ss, a, ao, ar, ac, b, bo, inner);
        case 2 -> TwoVectorTiles.rows2(c, co, cs, seed, so, ss, a, ao, ar, ac, b, bo, inner);
        default -> TwoVectorTiles.rows1(c, co, cs, seed, so, ss, a, ao, ar, ac, b, bo, inner);
      }
    }
  }

  @Override
  public void loadTransposed(
      Panel out, float[] in, int inOffset, int inStride, int columns, int rows, float scale) {
    out.resize(rows, columns);
    VectorPanel panel = (VectorPanel) out;
    float[] data = panel.data();
    int width = panel.width();
    for (int c = 0; c < width; c++) {
      if (c < columns) {
        int from = inOffset + c * inStride;
        for (int r = 0; r < rows; r++) {
          data[r * width + c] = scale * in[from + r];
        }
      } else {
        for (int r = 0; r < rows; r++) {
          data[r * width + c] = 0;
        }
      }
    }
  }

  @Override
  public void softmaxColumns(Panel scores, int rows, float[] inverseSums) {
    VectorPanel panel = (VectorPanel) scores;
    for (int n = 0; n < panel.columns(); n += LANES) {
      VectorSoftmax.column(panel.data(), n, panel.width(), rows, inverseSums, n);
    }
  }

  @Override
  public void storeTransposed(
      float[] out, int outOffset, int outStride, Panel in, int rows, float[] columnScales) {
    VectorPanel panel = (VectorPanel) in;
    float[] data = panel.data();
    int width = panel.width();
    for (int c = 0; c < panel.columns(); c++) {
      int to = outOffset + c * outStride;
      float scale = columnScales[c];
      for (int r = 0; r < rows; r++) {
        out[to + r] = scale * data[r * width + c];
      }
    }
  }

  @Override
  public void addNormalize(
      float[] x,
      int xOffset,
      float[] delta,
      int deltaOffset,
      int rows,
      int width,
      float[] weight,
      float[] bias,
      float epsilon) {
    VectorRows.addNormalize(x, xOffset, delta, deltaOffset, rows, width, weight, bias, epsilon);
  }

  @Override
  public float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
    return VectorRows.dot(a, aOffset, b, bOffset, length);
  }
}
