package dev.lanewise.engine.pooling;

import java.util.List;

/**
 * How a model pools: one mode, or several whose vectors are put end to end.
 *
 * @param modes the modes in order
 * @param includePrompt whether the tokens of a prompt count
 */
public record Pooling(List<PoolingMode> modes, boolean includePrompt) {
  public Pooling {
    modes = List.copyOf(modes);
    if (modes.isEmpty()) {
      throw new IllegalArgumentException("no pooling mode");
    }
  }

  /** The components of a pooled vector. */
  public int dimension(int hiddenSize) {
    return modes.size() * hiddenSize;
  }

  /**
   * Pools one sequence.
   *
   * @param hidden {@code [tokens][hiddenSize]}
   * @param start the sequence's first row
   * @param length its rows
   * @param promptTokens how many of them are the prompt's, leading special tokens included
   * @return {@link #dimension} components
   */
  public float[] pool(float[] hidden, int hiddenSize, int start, int length, int promptTokens) {
    int skipped = includePrompt ? 0 : Math.min(promptTokens, length);
    float[] out = new float[dimension(hiddenSize)];
    if (skipped == length) {
      // Nothing is left to pool, as when a prompt fills all positions; the reference gives zeros.
      return out;
    }
    var rows = new PoolingMode.Rows(hidden, hiddenSize, start, start + skipped, start + length);
    for (int i = 0; i < modes.size(); i++) {
      modes.get(i).pool(rows, out, i * hiddenSize);
    }
    return out;
  }
}
