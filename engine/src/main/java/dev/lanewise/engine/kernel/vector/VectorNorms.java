package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.Lanes.LANES;
import static dev.lanewise.engine.kernel.vector.Lanes.SPECIES;
import static dev.lanewise.engine.kernel.vector.Lanes.TYPE;

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
      float epsilon,
      float[] lanes) {
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
      float epsilon,
      float[] lanes) {
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
      FloatVector.fromArray(SPECIES, x, row + n)
          .sub(mean)
          .mul(inverseDeviation)
          .fma(FloatVector.fromArray(SPECIES, weight, n), FloatVector.fromArray(SPECIES, bias, n))
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
      float epsilon,
      float[] lanes) {
    for (int m = 0; m < rows; m++) {
      int row = xOffset + m * xStride;
      int to = outOffset + m * outStride;
      float squares = VectorRows.dot(x, row, x, row, width, lanes);
      float inverseRms = 1 / (float) Math.sqrt(squares / width + epsilon);
      int n = 0;
      for (; n <= width - LANES; n += LANES) {
        FloatVector.fromArray(SPECIES, x, row + n)
            .mul(inverseRms)
            .mul(FloatVector.fromArray(SPECIES, weight, n))
            .intoArray(out, to + n);
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
      s0 = FloatVector.fromArray(SPECIES, x, offset + n).add(s0);
      if (LANES <= 8) {
        s1 = FloatVector.fromArray(SPECIES, x, offset + n + LANES).add(s1);
      }
      if (LANES == 4) {
        s2 = FloatVector.fromArray(SPECIES, x, offset + n + 2 * LANES).add(s2);
        s3 = FloatVector.fromArray(SPECIES, x, offset + n + 3 * LANES).add(s3);
      }
    }
    TYPE.cast(s0).intoArray(lanes, 0);
    if (LANES <= 8) {
      TYPE.cast(s1).intoArray(lanes, LANES);
    }
    if (LANES == 4) {
      TYPE.cast(s2).intoArray(lanes, 2 * LANES);
      TYPE.cast(s3).intoArray(lanes, 3 * LANES);
    }
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
      FloatVector v =
          FloatVector.fromArray(SPECIES, x, offset + n)
              .add(FloatVector.fromArray(SPECIES, delta, deltaOffset + n));
      v.intoArray(x, offset + n);
      s0 = v.add(s0);
      if (LANES <= 8) {
        int i = n + LANES;
        v =
            FloatVector.fromArray(SPECIES, x, offset + i)
                .add(FloatVector.fromArray(SPECIES, delta, deltaOffset + i));
        v.intoArray(x, offset + i);
        s1 = v.add(s1);
      }
      if (LANES == 4) {
        int i = n + 2 * LANES;
        v =
            FloatVector.fromArray(SPECIES, x, offset + i)
                .add(FloatVector.fromArray(SPECIES, delta, deltaOffset + i));
        v.intoArray(x, offset + i);
        s2 = v.add(s2);
        i += LANES;
        v =
            FloatVector.fromArray(SPECIES, x, offset + i)
                .add(FloatVector.fromArray(SPECIES, delta, deltaOffset + i));
        v.intoArray(x, offset + i);
        s3 = v.add(s3);
      }
    }
    TYPE.cast(s0).intoArray(lanes, 0);
    if (LANES <= 8) {
      TYPE.cast(s1).intoArray(lanes, LANES);
    }
    if (LANES == 4) {
      TYPE.cast(s2).intoArray(lanes, 2 * LANES);
      TYPE.cast(s3).intoArray(lanes, 3 * LANES);
    }
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
      FloatVector v = FloatVector.fromArray(SPECIES, x, offset + n).sub(mean);
      s0 = v.fma(v, s0);
      if (LANES <= 8) {
        v = FloatVector.fromArray(SPECIES, x, offset + n + LANES).sub(mean);
        s1 = v.fma(v, s1);
      }
      if (LANES == 4) {
        v = FloatVector.fromArray(SPECIES, x, offset + n + 2 * LANES).sub(mean);
        s2 = v.fma(v, s2);
        v = FloatVector.fromArray(SPECIES, x, offset + n + 3 * LANES).sub(mean);
        s3 = v.fma(v, s3);
      }
    }
    TYPE.cast(s0).intoArray(lanes, 0);
    if (LANES <= 8) {
      TYPE.cast(s1).intoArray(lanes, LANES);
    }
    if (LANES == 4) {
      TYPE.cast(s2).intoArray(lanes, 2 * LANES);
      TYPE.cast(s3).intoArray(lanes, 3 * LANES);
    }
    for (int lane = 0; n < width; n++, lane++) {
      float v = x[offset + n] - mean;
      lanes[lane] = Math.fma(v, v, lanes[lane]);
    }
    return LaneSum.reduce(lanes);
  }
}
