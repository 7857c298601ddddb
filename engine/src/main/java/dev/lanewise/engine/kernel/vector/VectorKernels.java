package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.Lanes.LANES;
import static dev.lanewise.engine.kernel.vector.Lanes.SPECIES;
import static dev.lanewise.engine.kernel.vector.Lanes.TILE_VECTORS;
import static dev.lanewise.engine.kernel.vector.Lanes.WIDTH;
import static dev.lanewise.engine.kernel.vector.PitchedTiles.PITCH;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.kernel.PackedMatrix;
import dev.lanewise.engine.kernel.Panel;
import dev.lanewise.engine.kernel.Storage;
import dev.lanewise.engine.kernel.WeightRows;
import dev.lanewise.engine.kernel.scalar.ScalarKernels;
import java.util.function.Predicate;

/** The operations on vectors of the width that {@link Lanes} chose. */
public final class VectorKernels implements Kernels {
  /** Rows of a full tile. */
  static final int TILE_ROWS = 6;

  /**
   * The most inner steps that a tile takes at once: a panel's part of that length (192 KiB at 512
   * bits) stays in the second-level cache while a block of rows passes over it. The sums go on from
   * where they were, so results don't depend on it.
   */
  private static final int INNER_BLOCK = PitchedTiles.MOST_STEPS;

  /**
   * The most floats of the input that a block of rows has: 256 KiB stay in the second-level cache,
   * beside the panel, while all panels pass over them. The more rows, the less often the weights
   * come from farther away.
   */
  private static final int ROW_BLOCK_ELEMENTS = 1 << 16;

  /** Rows of a block where there are {@link #INNER_BLOCK} inputs or more. */
  private static final int MIN_ROW_BLOCK = ROW_BLOCK_ELEMENTS / INNER_BLOCK;

  /** Rows of a block at most, however few inputs there are: it bounds the scratch memory. */
  private static final int MAX_ROW_BLOCK = 192;

  /**
   * Where few rows share the cost of widening narrow weights, they are widened by pieces that stay
   * in the first-level cache: at most this many rows are few.
   */
  private static final int FEW_ROWS = 24;

  /** The inner steps of such a piece. */
  private static final int FEW_ROWS_INNER_BLOCK = 64;

  private static final float[] ZEROS = new float[WIDTH];

  private static final ScalarKernels PLAIN_ROWS = new ScalarKernels();

  /**
   * Whether a part of vector code is compiled; until then plain loops are faster, and give the same
   * bits.
   */
  private final Predicate<VectorCode> compiled;

  /**
   * Kernels that use plain loops until vector code is compiled.
   *
   * @throws IllegalStateException if this machine lacks what makes vectors fast
   */
  public VectorKernels() {
    this(WarmUp::isDone);
  }

  /**
   * @param compiled tells which parts of vector code to use
   */
  VectorKernels(Predicate<VectorCode> compiled) {
    Lanes.requireFastVectors();
    this.compiled = compiled;
  }

  /** These kernels with vector code, or with plain loops, from the first call on: for tests. */
  public VectorKernels always(boolean vectorCode) {
    return new VectorKernels(_ -> vectorCode);
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
  public PackedMatrix pack(
      int outputs, int inputs, WeightRows rows, float[] bias, Storage storage) {
    return new VectorMatrix(outputs, inputs, rows, bias, storage);
  }

  @Override
  public PackedMatrix packIntegers(int outputs, int inputs, WeightRows rows, float[] bias) {
    return new IntegerMatrix(outputs, inputs, rows, bias);
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
    VectorPanel aside = (VectorPanel) scratch;
    if (weights instanceof IntegerMatrix integers) {
      aside
          .integers()
          .compute(
              out,
              outOffset,
              outStride,
              in,
              inOffset,
              inStride,
              rows,
              integers,
              fromPanel,
              toPanel,
              activation,
              compiled.test(VectorCode.INTEGERS));
      return;
    }
    VectorMatrix matrix = (VectorMatrix) weights;
    if (compiled.test(VectorCode.of(matrix.storage())) && FewRows.computes(matrix, rows)) {
      aside
          .fewRows()
          .compute(
              out,
              outOffset,
              outStride,
              in,
              inOffset,
              inStride,
              rows,
              matrix,
              fromPanel,
              toPanel,
              activation);
      return;
    }
    // Asked once: it may change while this runs, and only vector code wants the rows copied.
    boolean vectorCode = compiled.test(VectorCode.FLOATS);
    int rowBlock = rowBlock(rows, matrix.inputs());
    int fullPanels = matrix.outputs() / WIDTH;
    // The last panel where it is padded: computed aside, then its real columns are copied.
    boolean padded = toPanel > fullPanels;
    for (int m = 0; m < rows; m += rowBlock) {
      int from = inOffset + m * inStride;
      int to = outOffset + m * outStride;
      int count = Math.min(rowBlock, rows - m);
      int innerBlock = innerBlock(count, matrix);
      if (padded) {
        aside.resize(count, WIDTH);
      }
      for (int k = 0; k < matrix.inputs(); k += innerBlock) {
        int inner = Math.min(innerBlock, matrix.inputs() - k);
        if (vectorCode) {
          aside.copyRows(in, from + k, inStride, count - count % TILE_ROWS, inner);
        }
        for (int panel = fromPanel; panel < toPanel; panel++) {
          boolean full = panel < fullPanels;
          panel(
              full ? out : aside.data(),
              full ? to + panel * WIDTH : 0,
              full ? outStride : WIDTH,
              in,
              from,
              inStride,
              count,
              matrix,
              panel,
              k,
              inner,
              aside,
              activation,
              vectorCode);
        }
      }
      if (padded) {
        int columns = matrix.columnsOf(fullPanels);
        for (int i = 0; i < count; i++) {
          int row = to + i * outStride + fullPanels * WIDTH;
          System.arraycopy(aside.data(), i * WIDTH, out, row, columns);
        }
      }
    }
  }

  /** Rows of a block: the largest that stay in the cache, and all blocks about alike. */
  private static int rowBlock(int rows, int inputs) {
    int most = Math.clamp(ROW_BLOCK_ELEMENTS / inputs, MIN_ROW_BLOCK, MAX_ROW_BLOCK);
    int blocks = Math.max(1, Math.ceilDiv(rows, most));
    return Math.ceilDiv(Math.ceilDiv(rows, blocks), TILE_ROWS) * TILE_ROWS;
  }

  private static int innerBlock(int rows, VectorMatrix matrix) {
    boolean widened = matrix.storage() != Storage.F32;
    return widened && rows <= FEW_ROWS ? FEW_ROWS_INNER_BLOCK : INNER_BLOCK;
  }

  /**
   * Adds some inner steps from {@code k} on for a panel of full width; activates after the last.
   * For vector code the input's rows of full tiles have been copied to the scratch panel; plain
   * loops take all rows as one tile.
   */
  private void panel(
      float[] out,
      int outOffset,
      int outStride,
      float[] in,
      int inOffset,
      int inStride,
      int rows,
      VectorMatrix matrix,
      int panel,
      int k,
      int inner,
      VectorPanel scratch,
      Activation activation,
      boolean vectorCode) {
    float[] b = matrix.floats();
    int bo = matrix.offset(panel) + k * WIDTH;
    if (matrix.storage() != Storage.F32) {
      b = scratch.widened(inner * WIDTH);
      bo = 0;
      matrix.widen(panel, k, inner, b, compiled.test(VectorCode.of(matrix.storage())));
    }
    boolean first = k == 0;
    boolean last = k + inner == matrix.inputs();
    for (int m = 0; m < rows; ) {
      int tileRows = vectorCode ? tileRows(rows - m) : rows;
      int a = inOffset + m * inStride + k;
      int c = outOffset + m * outStride;
      float[] seed = first ? matrix.bias() : out;
      int so = first ? panel * WIDTH : c;
      int ss = first ? 0 : outStride;
      if (!vectorCode) {
        PlainLoops.tile(
            tileRows, WIDTH, out, c, outStride, seed, so, ss, in, a, inStride, 1, b, bo, WIDTH,
            inner);
      } else if (tileRows == TILE_ROWS) {
        pitchedTile(out, c, outStride, seed, so, ss, scratch.rows(), m * PITCH, b, bo, inner);
      } else {
        tile(
            tileRows,
            TILE_VECTORS,
            out,
            c,
            outStride,
            seed,
            so,
            ss,
            in,
            a,
            inStride,
            1,
            b,
            bo,
            WIDTH,
            inner);
      }
      if (last && activation != Activation.IDENTITY) {
        for (int i = 0; i < tileRows; i++) {
          if (vectorCode) {
            scratch.activations().apply(activation, out, c + i * outStride, WIDTH);
          } else {
            PlainLoops.activate(activation, out, c + i * outStride, WIDTH);
          }
        }
      }
      m += tileRows;
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

  /** A product whose sums start from rows that stand so far apart. */
  private void multiply(
      Panel out,
      float[] in,
      int inOffset,
      int inStride,
      int rows,
      int inner,
      Panel b,
      float[] seed,
      int seedOffset,
      int seedStride) {
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
          seed,
          seedOffset + m * seedStride,
          seedStride,
          in,
          inOffset + m * inStride,
          inStride,
          1,
          from.data(),
          0,
          from.width(),
          inner);
      m += tileRows;
    }
  }

  /** The rows of the next tile when so many are left. */
  private static int tileRows(int left) {
    return left >= TILE_ROWS ? TILE_ROWS : left >= 4 ? 4 : left >= 2 ? 2 : 1;
  }

  private void tile(
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
      int bs,
      int inner) {
    if (!compiled.test(VectorCode.FLOATS)) {
      int columns = vectors * LANES;
      PlainLoops.tile(rows, columns, c, co, cs, seed, so, ss, a, ao, ar, ac, b, bo, bs, inner);
    } else if (vectors == 4) {
      switch (rows) {
        case 6 -> FourVectorTiles.rows6(c, co, cs, seed, so, ss, a, ao, ar, ac, b, bo, bs, inner);
        case 4 -> FourVectorTiles.rows4(c, co, cs, seed, so, ss, a, ao, ar, ac, b, bo, bs, inner);
        case 2 -> FourVectorTiles.rows2(c, co, cs, seed, so, ss, a, ao, ar, ac, b, bo, bs, inner);
        default -> FourVectorTiles.rows1(c, co, cs, seed, so, ss, a, ao, ar, ac, b, bo, bs, inner);
      }
    } else {
      switch (rows) {
        case 6 -> TwoVectorTiles.rows6(c, co, cs, seed, so, ss, a, ao, ar, ac, b, bo, bs, inner);
        case 4 -> TwoVectorTiles.rows4(c, co, cs, seed, so, ss, a, ao, ar, ac, b, bo, bs, inner);
        case 2 -> TwoVectorTiles.rows2(c, co, cs, seed, so, ss, a, ao, ar, ac, b, bo, bs, inner);
        default -> TwoVectorTiles.rows1(c, co, cs, seed, so, ss, a, ao, ar, ac, b, bo, bs, inner);
      }
    }
  }

  private static void pitchedTile(
      float[] c,
      int co,
      int cs,
      float[] seed,
      int so,
      int ss,
      float[] a,
      int ao,
      float[] b,
      int bo,
      int inner) {
    if (TILE_VECTORS == 4) {
      PitchedTiles.fourVectors(c, co, cs, seed, so, ss, a, ao, b, bo, inner);
    } else {
      PitchedTiles.twoVectors(c, co, cs, seed, so, ss, a, ao, b, bo, inner);
    }
  }

  @Override
  public void loadTransposed(
      Panel out, float[] in, int inOffset, int inStride, int columns, int rows, float scale) {
    out.resize(rows, columns);
    VectorPanel panel = (VectorPanel) out;
    // Beyond the columns a panel holds whatever was there: results of those are never looked at.
    if (compiled.test(VectorCode.FLOATS)) {
      VectorTransposition.load(
          panel.data(), panel.width(), in, inOffset, inStride, columns, rows, scale);
    } else {
      PlainLoops.loadTransposed(
          panel.data(), panel.width(), in, inOffset, inStride, columns, rows, scale);
    }
  }

  @Override
  public void softmaxColumns(Panel scores, int rows, float[] inverseSums) {
    VectorPanel panel = (VectorPanel) scores;
    if (!compiled.test(VectorCode.FLOATS)) {
      PlainLoops.softmax(panel.data(), panel.columns(), panel.width(), rows, inverseSums);
      return;
    }
    for (int n = 0; n < panel.columns(); n += LANES) {
      VectorSoftmax.column(panel.data(), n, panel.width(), rows, inverseSums, n);
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
    VectorPanel panel = (VectorPanel) a;
    for (int n = 0; n < columns; ) {
      int vectors = columns - n <= 2 * LANES ? 2 : TILE_VECTORS;
      int width = vectors * LANES;
      boolean whole = columns - n >= width;
      // What doesn't fill the tile is computed aside: beside it in out stands what isn't ours.
      float[] c = whole ? out : panel.tile();
      int cs = whole ? outStride : width;
      for (int m = 0; m < a.columns(); ) {
        int tileRows = tileRows(a.columns() - m);
        int to = outOffset + m * outStride + n;
        int co = whole ? to : 0;
        int from = bOffset + n;
        tile(
            tileRows,
            vectors,
            c,
            co,
            cs,
            ZEROS,
            0,
            0,
            panel.data(),
            m,
            1,
            panel.width(),
            b,
            from,
            bStride,
            inner);
        for (int i = 0; i < tileRows; i++) {
          scale(c, co + i * cs, width, scales[m + i]);
          if (!whole) {
            System.arraycopy(c, i * cs, out, to + i * outStride, columns - n);
          }
        }
        m += tileRows;
      }
      n += width;
    }
  }

  private void scale(float[] x, int offset, int length, float factor) {
    if (compiled.test(VectorCode.FLOATS)) {
      VectorRows.scale(x, offset, length, factor);
    } else {
      PlainLoops.scale(x, offset, length, factor);
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
      float[] sums) {
    if (compiled.test(VectorCode.FLOATS)) {
      VectorNorms.addNormalize(
          x, xOffset, delta, deltaOffset, rows, width, weight, bias, epsilon, sums);
    } else {
      PLAIN_ROWS.addNormalize(
          x, xOffset, delta, deltaOffset, rows, width, weight, bias, epsilon, sums);
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
      float[] sums) {
    if (compiled.test(VectorCode.FLOATS)) {
      VectorNorms.normalize(out, outOffset, x, xOffset, rows, width, weight, bias, epsilon, sums);
    } else {
      PLAIN_ROWS.normalize(out, outOffset, x, xOffset, rows, width, weight, bias, epsilon, sums);
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
      float[] sums) {
    if (compiled.test(VectorCode.FLOATS)) {
      VectorNorms.normalizeByRms(
          out, outOffset, outStride, x, xOffset, xStride, rows, width, weight, epsilon, sums);
    } else {
      PLAIN_ROWS.normalizeByRms(
          out, outOffset, outStride, x, xOffset, xStride, rows, width, weight, epsilon, sums);
    }
  }

  @Override
  public void awaitReady() throws InterruptedException {
    if (!compiled.test(VectorCode.FLOATS)) {
      WarmUp.await();
    }
  }

  @Override
  public long burn(int steps, float[] results, int offset) {
    results[offset] = VectorRows.burn(steps);
    return 2L * steps * VectorRows.BURN_CHAINS * LANES;
  }

  @Override
  public float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
    return VectorRows.dot(a, aOffset, b, bOffset, length);
  }

  @Override
  public void dots(float[] out, float[] query, float[] rows, int offset, int count) {
    VectorDots.dots(out, query, rows, offset, count);
  }

  @Override
  public void dotsInt8(float[] out, float[] query, byte[] rows, int offset, int count) {
    VectorByteDots.dots(out, query, rows, offset, count);
  }
}
