package dev.lanewise.engine.pooling;

import java.util.List;
import java.util.OptionalInt;

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

  /** The modes by their names in configurations. */
  public List<String> names() {
    return modes.stream().map(PoolingMode::configName).toList();
  }

  /** The components of a pooled vector. */
  public int dimension(int hiddenSize) {
    return modes.size() * hiddenSize;
  }

  /**
   * The row that is all that is needed of a sequence, as far as there is one.
   *
   * @param start the sequence's first row
   * @param length its rows
   * @param promptTokens how many of them are the prompt's, leading special tokens included
   */
  public OptionalInt onlyRow(int start, int length, int promptTokens) {
    int skipped = includePrompt ? 0 : promptTokens;
    if (skipped >= length) {
      return OptionalInt.empty();
    }
    if (isOnly(PoolingMode.CLS)) {
      return OptionalInt.of(start + skipped);
    }
    if (isOnly(PoolingMode.LASTTOKEN)) {
      return OptionalInt.of(start + length - 1);
    }
    return OptionalInt.empty();
  }

  private boolean isOnly(PoolingMode wanted) {
    for (int i = 0; i < modes.size(); i++) {
      if (modes.get(i) != wanted) {
        return false;
      }
    }
    return true;
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
