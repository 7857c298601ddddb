package dev.lanewise.engine.kernel.scalar;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.kernel.Approximations;
import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.kernel.LaneSum;
import dev.lanewise.engine.kernel.PackedMatrix;
import dev.lanewise.engine.kernel.Panel;
import dev.lanewise.engine.kernel.Storage;
import dev.lanewise.engine.kernel.WeightRows;
import java.util.Arrays;

/**
 * Plain loops in the shape that HotSpot's C2 compiler turns into vector instructions by itself.
 *
 * <p>Of two arrays C2 (of JDK 25) assumes that they overlap unless they are indexed alike. So every
 * hot loop runs from zero over separate row arrays of one constant width, {@link #WIDTH}, and
 * results are copied to their place afterwards.
 */
public final class ScalarKernels implements Kernels {
  /** Long enough to make up for a loop's start and end, short enough to pad little. */
  static final int WIDTH = 256;

  /** Rows and inner steps that one pass over a panel row computes. */
  static final int TILE = 4;

  private static final float[] ZEROS = new float[WIDTH];

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int panelColumns() {
    return WIDTH;
  }

  @Override
  public Panel newPanel() {
    return new RowPanel();
  }

  @Override
  public PackedMatrix pack(
      int outputs, int inputs, WeightRows rows, float[] bias, Storage storage) {
    return new RowMatrix(outputs, inputs, rows, bias, storage);
  }

  @Override
  public PackedMatrix packIntegers(int outputs, int inputs, WeightRows rows, float[] bias) {
    return new IntegerRowMatrix(outputs, inputs, rows, bias);
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
      Activation activation,
      Panel scratch) {
    if (weights instanceof IntegerRowMatrix integers) {
      for (int m = 0; m < rows; m++) {
        integers.row(
            out,
            outOffset + m * outStride,
            in,
            inOffset + m * inStride,
            fromPanel,
            toPanel,
            activation,
            (RowPanel) scratch);
      }
      return;
    }
    RowMatrix matrix = (RowMatrix) weights;
    float[][] tile = ((RowPanel) scratch).copies();
    for (int panel = fromPanel; panel < toPanel; panel++) {
      int firstColumn = panel * WIDTH;
      int columns = matrix.columnsOf(panel);
      float[][] b = matrix.panel(panel, (RowPanel) scratch);
      for (int m = 0; m < rows; m += TILE) {
        int tileRows = Math.min(TILE, rows - m);
        for (int i = 0; i < tileRows; i++) {
          System.arraycopy(matrix.bias(), firstColumn, tile[i], 0, columns);
        }
        int a = inOffset + m * inStride;
        accumulate(tile, 0, tileRows, in, a, inStride, matrix.inputs(), b);
        for (int i = 0; i < tileRows; i++) {
          activate(tile[i], activation);
          int to = outOffset + (m + i) * outStride + firstColumn;
          System.arraycopy(tile[i], 0, out, to, columns);
        }
      }
    }
  }

  @Override
  public void multiply(
      Panel out, float[] in, int inOffset, int inStride, int rows, int inner, Panel b) {
    multiply(out, in, inOffset, inStride, rows, inner, b, ZEROS, 0, 0);
  }

  @Override
  public void multiplyAdd(
      Panel out,
      float[] in,
      int inOffset,
      int inStride,
      int rows,
      int inner,
      Panel b,
      float[] byDistance,
      int offset) {
    multiply(out, in, inOffset, inStride, rows, inner, b, byDistance, offset, -1);
  }

  /** A product whose sums start from rows of {@code WIDTH} floats that stand so far apart. */
  private static void multiply(
      Panel out,
      float[] in,
      int inOffset,
      int inStride,
      int rows,
      int inner,
      Panel b,
      float[] starts,
      int startsOffset,
      int startsStride) {
    out.resize(rows, b.columns());
    float[][] c = ((RowPanel) out).rows();
    for (int m = 0; m < rows; m++) {
      System.arraycopy(starts, startsOffset + m * startsStride, c[m], 0, WIDTH);
    }
    float[][] bRows = ((RowPanel) b).rows();
    for (int m = 0; m < rows; m += TILE) {
      int a = inOffset + m * inStride;
      accumulate(c, m, Math.min(TILE, rows - m), in, a, inStride, inner, bRows);
    }
  }

  /** c[first + i][n] += Σ a[i · rowStride + k] · b[k][n] for up to four rows. */
  private static void accumulate(
      float[][] c,
      int first,
      int rows,
      float[] a,
      int offset,
      int rowStride,
      int inner,
      float[][] b) {
    int k = 0;
    for (; k + TILE <= inner; k += TILE) {
      int at = offset + k;
      if (rows == TILE) {
        fourRows(c, first, a, at, rowStride, b, k);
      } else {
        for (int i = 0; i < rows; i++) {
          oneRow(c[first + i], a, at + i * rowStride, b, k);
        }
      }
    }
    for (; k < inner; k++) {
      for (int i = 0; i < rows; i++) {
        oneStep(c[first + i], a[offset + i * rowStride + k], b[k]);
      }
    }
  }

  private static void fourRows(
      float[][] c, int first, float[] a, int at, int rowStride, float[][] b, int k) {
    float[] b0 = b[k];
    float[] b1 = b[k + 1];
    float[] b2 = b[k + 2];
    float[] b3 = b[k + 3];
    float[] c0 = c[first];
    float[] c1 = c[first + 1];
    float[] c2 = c[first + 2];
    float[] c3 = c[first + 3];
    int at1 = at + rowStride;
    int at2 = at1 + rowStride;
    int at3 = at2 + rowStride;
    float a00 = a[at];
    float a01 = a[at + 1];
    float a02 = a[at + 2];
    float a03 = a[at + 3];
    float a10 = a[at1];
    float a11 = a[at1 + 1];
    float a12 = a[at1 + 2];
    float a13 = a[at1 + 3];
    float a20 = a[at2];
    float a21 = a[at2 + 1];
    float a22 = a[at2 + 2];
    float a23 = a[at2 + 3];
    float a30 = a[at3];
    float a31 = a[at3 + 1];
    float a32 = a[at3 + 2];
    float a33 = a[at3 + 3];
    for (int n = 0; n < WIDTH; n++) {
      float q0 = b0[n];
      float q1 = b1[n];
      float q2 = b2[n];
      float q3 = b3[n];
      c0[n] = Math.fma(a03, q3, Math.fma(a02, q2, Math.fma(a01, q1, Math.fma(a00, q0, c0[n]))));
      c1[n] = Math.fma(a13, q3, Math.fma(a12, q2, Math.fma(a11, q1, Math.fma(a10, q0, c1[n]))));
      c2[n] = Math.fma(a23, q3, Math.fma(a22, q2, Math.fma(a21, q1, Math.fma(a20, q0, c2[n]))));
      c3[n] = Math.fma(a33, q3, Math.fma(a32, q2, Math.fma(a31, q1, Math.fma(a30, q0, c3[n]))));
    }
  }

  private static void oneRow(float[] c, float[] a, int at, float[][] b, int k) {
    float[] b0 = b[k];
    float[] b1 = b[k + 1];
    float[] b2 = b[k + 2];
    float[] b3 = b[k + 3];
    float a0 = a[at];
    float a1 = a[at + 1];
    float a2 = a[at + 2];
    float a3 = a[at + 3];
    for (int n = 0; n < WIDTH; n++) {
      c[n] =
          Math.fma(a3, b3[n], Math.fma(a2, b2[n], Math.fma(a1, b1[n], Math.fma(a0, b0[n], c[n]))));
    }
  }

  private static void oneStep(float[] c, float a, float[] b) {
    for (int n = 0; n < WIDTH; n++) {
      c[n] = Math.fma(a, b[n], c[n]);
    }
  }

  static void activate(float[] row, Activation activation) {
    switch (activation) {
      case IDENTITY -> {}
      case GELU -> {
        for (int n = 0; n < WIDTH; n++) {
          row[n] = Approximations.gelu(row[n]);
        }
      }
      case GELU_TANH -> {
        for (int n = 0; n < WIDTH; n++) {
          row[n] = Approximations.geluTanh(row[n]);
        }
      }
      case RELU -> {
        for (int n = 0; n < WIDTH; n++) {
          row[n] = Math.max(row[n], 0);
        }
      }
      case SILU -> {
        for (int n = 0; n < WIDTH; n++) {
          row[n] = Approximations.silu(row[n]);
        }
      }
      case TANH -> {
        for (int n = 0; n < WIDTH; n++) {
          row[n] = Approximations.tanh(row[n]);
        }
      }
    }
  }

  @Override
  public void loadTransposed(
      Panel out, float[] in, int inOffset, int inStride, int columns, int rows, float scale) {
    out.resize(rows, columns);
    float[][] to = ((RowPanel) out).rows();
    for (int r = 0; r < rows; r++) {
      Arrays.fill(to[r], columns, WIDTH, 0);
      for (int c = 0; c < columns; c++) {
        to[r][c] = scale * in[inOffset + c * inStride + r];
      }
    }
  }

  @Override
  public void softmaxColumns(Panel scores, int rows, float[] inverseSums) {
    float[][] s = ((RowPanel) scores).rows();
    int columns = scores.columns();
    float[] max = ((RowPanel) scores).copies()[0];
    System.arraycopy(s[0], 0, max, 0, WIDTH);
    for (int m = 1; m < rows; m++) {
      float[] row = s[m];
      for (int n = 0; n < columns; n++) {
        max[n] = Math.max(max[n], row[n]);
      }
    }
    float[] sum = ((RowPanel) scores).copies()[1];
    Arrays.fill(sum, 0);
    for (int m = 0; m < rows; m++) {
      float[] row = s[m];
      for (int n = 0; n < columns; n++) {
        float e = Approximations.exp(row[n] - max[n]) - Approximations.EXP_LEAST;
        row[n] = e;
        sum[n] += e;
      }
    }
    for (int n = 0; n < columns; n++) {
      inverseSums[n] = 1 / sum[n];
    }
  }

  @Override
  public void multiplyTransposed(
      float[] out,
      int outOffset,
      int outStride,
      Panel a,
      int inner,
      float[] b,
      int bOffset,
      int bStride,
      int columns,
      float[] scales) {
    RowPanel panel = (RowPanel) a;
    for (int n = 0; n < columns; n += WIDTH) {
      int width = Math.min(WIDTH, columns - n);
      float[][] c = panel.results();
      accumulateTransposed(c, panel, inner, b, bOffset + n, bStride, width);
      for (int m = 0; m < a.columns(); m++) {
        float[] row = c[m];
        for (int i = 0; i < width; i++) {
          row[i] *= scales[m];
        }
        System.arraycopy(row, 0, out, outOffset + m * outStride + n, width);
      }
    }
  }

  /** c[m][n] = Σ a[k][m] · b[k][n]. */
  private static void accumulateTransposed(
      float[][] c, RowPanel a, int inner, float[] b, int offset, int stride, int width) {
    for (int m = 0; m < a.columns(); m++) {
      Arrays.fill(c[m], 0, width, 0);
    }
    float[][] weights = a.rows();
    float[][] bRows = a.copies();
    for (int k = 0; k < inner; ) {
      int steps = Math.min(TILE, inner - k);
      for (int i = 0; i < steps; i++) {
        System.arraycopy(b, offset + (k + i) * stride, bRows[i], 0, width);
      }
      for (int m = 0; m < a.columns(); m++) {
        if (steps == TILE) {
          fourSteps(c[m], weights, k, m, bRows, width);
        } else {
          for (int i = 0; i < steps; i++) {
            float x = weights[k + i][m];
            float[] row = c[m];
            float[] q = bRows[i];
            for (int n = 0; n < width; n++) {
              row[n] = Math.fma(x, q[n], row[n]);
            }
          }
        }
      }
      k += steps;
    }
  }

  private static void fourSteps(
      float[] c, float[][] weights, int k, int m, float[][] b, int width) {
    float[] b0 = b[0];
    float[] b1 = b[1];
    float[] b2 = b[2];
    float[] b3 = b[3];
    float a0 = weights[k][m];
    float a1 = weights[k + 1][m];
    float a2 = weights[k + 2][m];
    float a3 = weights[k + 3][m];
    for (int n = 0; n < width; n++) {
      c[n] =
          Math.fma(a3, b3[n], Math.fma(a2, b2[n], Math.fma(a1, b1[n], Math.fma(a0, b0[n], c[n]))));
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
      float epsilon,
      float[] lanes) {
    for (int m = 0; m < rows; m++) {
      int row = xOffset + m * width;
      int add = deltaOffset + m * width;
      Arrays.fill(lanes, 0);
      for (int n = 0; n < width; n++) {
        float v = x[row + n] + delta[add + n];
        x[row + n] = v;
        lanes[n % LaneSum.LANES] += v;
      }
      float mean = LaneSum.reduce(lanes) / width;
      normalizeRow(x, row, x, row, width, mean, weight, bias, epsilon, lanes);
    }
  }

  @Override
  public void normalize(
      float[] out,
      int outOffset,
      float[] x,
      int xOffset,
      int rows,
      int width,
      float[] weight,
      float[] bias,
      float epsilon,
      float[] lanes) {
    for (int m = 0; m < rows; m++) {
      int row = xOffset + m * width;
      Arrays.fill(lanes, 0);
      for (int n = 0; n < width; n++) {
        lanes[n % LaneSum.LANES] += x[row + n];
      }
      float mean = LaneSum.reduce(lanes) / width;
      int to = outOffset + m * width;
      normalizeRow(out, to, x, row, width, mean, weight, bias, epsilon, lanes);
    }
  }

  private static void normalizeRow(
      float[] out,
      int to,
      float[] x,
      int row,
      int width,
      float mean,
      float[] weight,
      float[] bias,
      float epsilon,
      float[] lanes) {
    Arrays.fill(lanes, 0);
    for (int n = 0; n < width; n++) {
      float centred = x[row + n] - mean;
      lanes[n % LaneSum.LANES] = Math.fma(centred, centred, lanes[n % LaneSum.LANES]);
    }
    float variance = LaneSum.reduce(lanes) / width;
    float inverseDeviation = 1 / (float) Math.sqrt(variance + epsilon);
    for (int n = 0; n < width; n++) {
      float centred = x[row + n] - mean;
      out[to + n] = Math.fma(centred * inverseDeviation, weight[n], bias[n]);
    }
  }

  @Override
  public void normalizeByRms(
      float[] out,
      int outOffset,
      int outStride,
      float[] x,
      int xOffset,
      int xStride,
      int rows,
      int width,
      float[] weight,
      float epsilon,
      float[] lanes) {
    for (int m = 0; m < rows; m++) {
      int row = xOffset + m * xStride;
      int to = outOffset + m * outStride;
      float squares = ScalarDots.dot(x, row, x, row, width, lanes);
      float inverseRms = 1 / (float) Math.sqrt(squares / width + epsilon);
      for (int n = 0; n < width; n++) {
        out[to + n] = x[row + n] * inverseRms * weight[n];
      }
    }
  }

  @Override
  public long burn(int steps, float[] results, int offset) {
    float[] c = new float[WIDTH];
    float[] x = new float[WIDTH];
    int rounds = Math.ceilDiv(steps, WIDTH / LaneSum.LANES);
    for (int i = 0; i < rounds; i++) {
      for (int n = 0; n < WIDTH; n++) {
        c[n] = Math.fma(0.5f, x[n], c[n]);
      }
    }
    results[offset] = c[0];
    return 2L * rounds * WIDTH;
  }

  @Override
  public float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
    return ScalarDots.dot(a, aOffset, b, bOffset, length, new float[LaneSum.LANES]);
  }

  @Override
  public void dots(float[] out, float[] query, float[] rows, int offset, int count) {
    ScalarDots.dots(out, query, rows, offset, count);
  }

  @Override
  public void dotsInt8(float[] out, float[] query, byte[] rows, int offset, int count) {
    ScalarDots.dotsInt8(out, query, rows, offset, count);
  }
}
