package dev.lanewise.engine.kernel;

/**
 * The operations of a transformer encoder that take its time.
 *
 * <p>Implementations are immutable, thread-safe, and agree to the last bit; the package
 * documentation says in which order each result is computed. Arrays may be of any length, offsets
 * and strides are in floats.
 */
public interface Kernels {
  /** A short name for people: {@code vector-512}. */
  String name();

  /** The most columns that a {@link Panel} of this kernel holds. */
  int panelColumns();

  /** An empty scratch panel. */
  Panel newPanel();

  /**
   * Lays out weights {@code [outputs][inputs]} and a bias for {@link #linear}.
   *
   * @param bias {@code [outputs]}
   * @param storage how to hold the weights
   */
  PackedMatrix pack(int outputs, int inputs, WeightRows rows, float[] bias, Storage storage);

  /**
   * The same for a layer that {@link #linear} computes in integers; see {@link IntegerProducts}.
   */
  PackedMatrix packIntegers(int outputs, int inputs, WeightRows rows, float[] bias);

  /**
   * Part of a linear layer: {@code out[m][n] = activation(bias[n] + Σ in[m][k] · weights[n][k])}
   * for the outputs of some panels.
   *
   * @param weights how they were packed says in what they are multiplied
   * @param fromPanel the first panel of the weights
   * @param toPanel the panel to stop before
   * @param scratch for what has to be laid out anew; its contents are lost
   */
  void linear(
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
      Panel scratch);

  /**
   * Transposes rows into columns: {@code out[r][c] = scale · in[c][r]}.
   *
   * @param columns the rows of {@code in}, at most {@link #panelColumns()}
   * @param rows the columns of {@code in}
   */
  void loadTransposed(
      Panel out, float[] in, int inOffset, int inStride, int columns, int rows, float scale);

  /**
   * A matrix product with a panel: {@code out[m][n] = Σ in[m][k] · b[k][n]}.
   *
   * @param rows m, the rows of the result
   * @param inner k, the rows of {@code b}
   */
  void multiply(Panel out, float[] in, int inOffset, int inStride, int rows, int inner, Panel b);

  /**
   * The same on top of what a table says of the distance between a row and a column: {@code
   * out[m][n] = byDistance[offset + n - m] + Σ in[m][k] · b[k][n]}.
   *
   * @param byDistance may be read for {@link #panelColumns()} floats from the first of each row on,
   *     whatever the columns; what stands beyond them doesn't matter
   */
  void multiplyAdd(
      Panel out,
      float[] in,
      int inOffset,
      int inStride,
      int rows,
      int inner,
      Panel b,
      float[] byDistance,
      int offset);

  /**
   * Softmax down each column, the division left to whoever uses the result: {@code s[m][n] =
   * exp(s[m][n] - max s[·][n])}, less {@link Approximations#EXP_LEAST}: minus infinity gives zero.
   * Some score of each column has to be finite.
   *
   * @param inverseSums gets {@code 1 / Σ s[·][n]} for each column, {@code [panelColumns]}
   */
  void softmaxColumns(Panel scores, int rows, float[] inverseSums);

  /**
   * A matrix product with a panel that is read down its columns: {@code out[m][n] = scales[m] · Σ
   * a[k][m] · b[k][n]} for the panel's columns m.
   *
   * @param inner k, the rows of {@code a} and {@code b}
   * @param b may be read for {@link #panelColumns()} floats beyond the end of each row; what stands
   *     there doesn't matter
   * @param columns n
   */
  void multiplyTransposed(
      float[] out,
      int outOffset,
      int outStride,
      Panel a,
      int inner,
      float[] b,
      int bOffset,
      int bStride,
      int columns,
      float[] scales);

  /**
   * Residual connection and layer norm (Ba et al. 2016), row by row: {@code x = (x + d - mean) /
   * sqrt(variance + epsilon) · weight + bias}, in place.
   *
   * @param delta what is added first, {@code [rows][width]} without gaps
   * @param width the elements of a row, of {@code weight} and of {@code bias}
   * @param sums scratch, as long as {@link LaneSum} has partial sums
   */
  void addNormalize(
      float[] x,
      int xOffset,
      float[] delta,
      int deltaOffset,
      int rows,
      int width,
      float[] weight,
      float[] bias,
      float epsilon,
      float[] sums);

  /**
   * Layer norm alone, row by row: {@code out = (x - mean) / sqrt(variance + epsilon) · weight +
   * bias}.
   *
   * @param out {@code [rows][width]} without gaps; may be {@code x} at the same offset
   * @param x {@code [rows][width]} without gaps
   * @param sums scratch, as long as {@link LaneSum} has partial sums
   */
  void normalize(
      float[] out,
      int outOffset,
      float[] x,
      int xOffset,
      int rows,
      int width,
      float[] weight,
      float[] bias,
      float epsilon,
      float[] sums);

  /**
   * Root-mean-square norm (Zhang and Sennrich 2019), row by row: {@code out = x / sqrt(mean x² +
   * epsilon) · weight}.
   *
   * @param out may be {@code x} at the same offset and stride
   * @param width the elements of a row and of {@code weight}
   * @param sums scratch, as long as {@link LaneSum} has partial sums
   */
  void normalizeByRms(
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
      float[] sums);

  /**
   * Keeps the arithmetic units as busy as this kernel can, to measure what they can do at best:
   * chains of fused multiply-adds on values in registers, as many as hide each other's latency.
   *
   * @param steps a multiple of four
   * @param results gets a value that depends on all of them, at {@code offset}
   * @return the floating-point operations that were done
   */
  long burn(int steps, float[] results, int offset);

  /** Waits until this kernel is as fast as it gets: before measuring it. */
  default void awaitReady() throws InterruptedException {}

  /** The dot product of two vectors. */
  float dot(float[] a, int aOffset, float[] b, int bOffset, int length);

  /**
   * Dot products of one vector with many: {@code out[i] = Σ query[k] · rows[i][k]}, each that of
   * {@link #dot}.
   *
   * @param query {@code [k]}
   * @param rows {@code [count][k]} without gaps from {@code offset} on
   */
  void dots(float[] out, float[] query, float[] rows, int offset, int count);

  /** {@link #dots} with rows of integers, which are widened to fp32. */
  void dotsInt8(float[] out, float[] query, byte[] rows, int offset, int count);
}
