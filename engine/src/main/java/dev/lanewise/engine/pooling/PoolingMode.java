package dev.lanewise.engine.pooling;

import java.util.Arrays;

/**
 * A way to make one vector of a sequence's hidden states, under the names that
 * sentence-transformers uses.
 */
public enum PoolingMode {
  /** The first token's hidden state. */
  CLS("cls") {
    @Override
    void pool(Rows rows, float[] out, int offset) {
      System.arraycopy(rows.hidden(), rows.offset(rows.from()), out, offset, rows.width());
    }
  },
  /** The largest value of each component. */
  MAX("max") {
    @Override
    void pool(Rows rows, float[] out, int offset) {
      Arrays.fill(out, offset, offset + rows.width(), Float.NEGATIVE_INFINITY);
      for (int row = rows.from(); row < rows.to(); row++) {
        int at = rows.offset(row);
        for (int i = 0; i < rows.width(); i++) {
          out[offset + i] = Math.max(out[offset + i], rows.hidden()[at + i]);
        }
      }
    }
  },
  /** The mean. */
  MEAN("mean") {
    @Override
    void pool(Rows rows, float[] out, int offset) {
      sum(rows, out, offset, rows.to() - rows.from());
    }
  },
  /** The sum divided by the square root of the number of tokens. */
  MEAN_SQRT_LEN_TOKENS("mean_sqrt_len_tokens") {
    @Override
    void pool(Rows rows, float[] out, int offset) {
      sum(rows, out, offset, (float) Math.sqrt(rows.to() - rows.from()));
    }
  },
  /** The mean weighted by position: the first token counts once, the second twice. */
  WEIGHTEDMEAN("weightedmean") {
    @Override
    void pool(Rows rows, float[] out, int offset) {
      Arrays.fill(out, offset, offset + rows.width(), 0);
      float weights = 0;
      for (int row = rows.from(); row < rows.to(); row++) {
        // A prompt that is left out still counts for the positions after it.
        float weight = row - rows.sequenceStart() + 1;
        weights += weight;
        int at = rows.offset(row);
        for (int i = 0; i < rows.width(); i++) {
          out[offset + i] += weight * rows.hidden()[at + i];
        }
      }
      divide(out, offset, rows.width(), weights);
    }
  },
  /** The last token's hidden state. */
  LASTTOKEN("lasttoken") {
    @Override
    void pool(Rows rows, float[] out, int offset) {
      System.arraycopy(rows.hidden(), rows.offset(rows.to() - 1), out, offset, rows.width());
    }
  };

  private static final float SMALLEST_DIVISOR = 1e-9f;

  private final String configName;

  PoolingMode(String configName) {
    this.configName = configName;
  }

  /** The name in a pooling configuration. */
  public String configName() {
    return configName;
  }

  /**
   * Writes the pooled vector of some rows.
   *
   * @param out gets as many values as a row is wide, from {@code offset} on
   */
  abstract void pool(Rows rows, float[] out, int offset);

  /**
   * The rows that count.
   *
   * @param hidden {@code [tokens][width]}
   * @param sequenceStart the sequence's first row
   * @param from the first row that counts; after the prompt where that is left out
   * @param to the row after the last
   */
  record Rows(float[] hidden, int width, int sequenceStart, int from, int to) {
    int offset(int row) {
      return row * width;
    }
  }

  private static void sum(Rows rows, float[] out, int offset, float divisor) {
    Arrays.fill(out, offset, offset + rows.width(), 0);
    for (int row = rows.from(); row < rows.to(); row++) {
      int at = rows.offset(row);
      for (int i = 0; i < rows.width(); i++) {
        out[offset + i] += rows.hidden()[at + i];
      }
    }
    divide(out, offset, rows.width(), divisor);
  }

  private static void divide(float[] out, int offset, int width, float divisor) {
    for (int i = 0; i < width; i++) {
      out[offset + i] /= Math.max(divisor, SMALLEST_DIVISOR);
    }
  }
}
