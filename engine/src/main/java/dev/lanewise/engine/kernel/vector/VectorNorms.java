package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.Lanes.LANES;
import static dev.lanewise.engine.kernel.vector.Lanes.SPECIES;
import static dev.lanewise.engine.kernel.vector.VectorRows.load;
import static dev.lanewise.engine.kernel.vector.VectorRows.store;

import dev.lanewise.engine.kernel.LaneSum;
import jdk.incubator.vector.FloatVector;

/** Layer norm and root-mean-square norm; sums as in {@link VectorRows}. */
final class VectorNorms {
  private VectorNorms() {}

  static void addNormalize(
      float[] x,
      int xOffset,
      float[] delta,
      int deltaOffset,
      int rows,
      int width,
      float[] weight,
      float[] bias,
      float epsilon) {
    float[] lanes = new float[LaneSum.LANES];
    for (int m = 0; m < rows; m++) {
      int row = xOffset + m * width;
      float mean = addAndSum(x, row, delta, deltaOffset + m * width, width, lanes) / width;
      normalizeRow(x, row, x, row, width, mean, weight, bias, epsilon, lanes);
    }
  }

  static void normalize(
      float[] out,
      int outOffset,
      float[] x,
      int xOffset,
      int rows,
      int width,
      float[] weight,
      float[] bias,
      float epsilon) {
    float[] lanes = new float[LaneSum.LANES];
    for (int m = 0; m < rows; m++) {
      int row = xOffset + m * width;
      float mean = sum(x, row, width, lanes) / width;
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
    float variance = sumOfSquares(x, row, width, mean, lanes) / width;
    float inverseDeviation = 1 / (float) Math.sqrt(variance + epsilon);
    int n = 0;
    for (; n <= width - LANES; n += LANES) {
      load(x, row + n)
          .sub(mean)
          .mul(inverseDeviation)
          .fma(load(weight, n), load(bias, n))
          .intoArray(out, to + n);
    }
    for (; n < width; n++) {
      out[to + n] = Math.fma((x[row + n] - mean) * inverseDeviation, weight[n], bias[n]);
    }
  }

  static void normalizeByRms(
      float[] out,
      int outOffset,
      int outStride,
      float[] x,
      int xOffset,
      int xStride,
      int rows,
      int width,
      float[] weight,
      float epsilon) {
    float[] lanes = new float[LaneSum.LANES];
    for (int m = 0; m < rows; m++) {
      int row = xOffset + m * xStride;
      int to = outOffset + m * outStride;
      float squares = VectorRows.dot(x, row, x, row, width, lanes);
      float inverseRms = 1 / (float) Math.sqrt(squares / width + epsilon);
      int n = 0;
      for (; n <= width - LANES; n += LANES) {
        load(x, row + n).mul(inverseRms).mul(load(weight, n)).intoArray(out, to + n);
      }
      for (; n < width; n++) {
        out[to + n] = x[row + n] * inverseRms * weight[n];
      }
    }
  }

  private static float sum(float[] x, int offset, int width, float[] lanes) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int n = 0;
    for (; n <= width - LaneSum.LANES; n += LaneSum.LANES) {
      s0 = s0.add(load(x, offset + n));
      if (LANES <= 8) {
        s1 = s1.add(load(x, offset + n + LANES));
      }
      if (LANES == 4) {
        s2 = s2.add(load(x, offset + n + 2 * LANES));
        s3 = s3.add(load(x, offset + n + 3 * LANES));
      }
    }
    store(s0, s1, s2, s3, lanes);
    for (int lane = 0; n < width; n++, lane++) {
      lanes[lane] += x[offset + n];
    }
    return LaneSum.reduce(lanes);
  }

  /** x += delta; returns the sum. */
  private static float addAndSum(
      float[] x, int offset, float[] delta, int deltaOffset, int width, float[] lanes) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int n = 0;
    for (; n <= width - LaneSum.LANES; n += LaneSum.LANES) {
      FloatVector v = load(x, offset + n).add(load(delta, deltaOffset + n));
      v.intoArray(x, offset + n);
      s0 = s0.add(v);
      if (LANES <= 8) {
        int i = n + LANES;
        v = load(x, offset + i).add(load(delta, deltaOffset + i));
        v.intoArray(x, offset + i);
        s1 = s1.add(v);
      }
      if (LANES == 4) {
        int i = n + 2 * LANES;
        v = load(x, offset + i).add(load(delta, deltaOffset + i));
        v.intoArray(x, offset + i);
        s2 = s2.add(v);
        i += LANES;
        v = load(x, offset + i).add(load(delta, deltaOffset + i));
        v.intoArray(x, offset + i);
        s3 = s3.add(v);
      }
    }
    store(s0, s1, s2, s3, lanes);
    for (int lane = 0; n < width; n++, lane++) {
      float v = x[offset + n] + delta[deltaOffset + n];
      x[offset + n] = v;
      lanes[lane] += v;
    }
    return LaneSum.reduce(lanes);
  }

  /** Σ (x - mean)². */
  private static float sumOfSquares(float[] x, int offset, int width, float mean, float[] lanes) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int n = 0;
    for (; n <= width - LaneSum.LANES; n += LaneSum.LANES) {
      FloatVector v = load(x, offset + n).sub(mean);
      s0 = v.fma(v, s0);
      if (LANES <= 8) {
        v = load(x, offset + n + LANES).sub(mean);
        s1 = v.fma(v, s1);
      }
      if (LANES == 4) {
        v = load(x, offset + n + 2 * LANES).sub(mean);
        s2 = v.fma(v, s2);
        v = load(x, offset + n + 3 * LANES).sub(mean);
        s3 = v.fma(v, s3);
      }
    }
    store(s0, s1, s2, s3, lanes);
    for (int lane = 0; n < width; n++, lane++) {
      float v = x[offset + n] - mean;
      lanes[lane] = Math.fma(v, v, lanes[lane]);
    }
    return LaneSum.reduce(lanes);
  }
}
