package dev.lanewise.engine;

import dev.lanewise.tokenizer.TokenSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sequences of texts, cut where they are longer than an encoder takes.
 *
 * @param sequences the windows of all texts, text after text
 * @param starts the first window of each text, and at the end how many windows there are
 */
record Windows(List<TokenSequence> sequences, int[] starts) {
  /**
   * Cuts sequences.
   *
   * @param maxTokens the most tokens of a window
   * @param overlap how many tokens a window has in common with the one before
   * @param promptChars the length of the prompt that each window begins with
   * @throws IllegalArgumentException if prompt, special tokens and overlap leave no room
   */
  static Windows of(List<TokenSequence> texts, int maxTokens, int overlap, int promptChars) {
    int[] starts = new int[texts.size() + 1];
    Arrays.setAll(starts, i -> i);
    int first = 0;
    while (first < texts.size() && texts.get(first).size() <= maxTokens) {
      first++;
    }
    if (first == texts.size()) {
      return new Windows(texts, starts);
    }
    List<TokenSequence> windows = new ArrayList<>(texts.subList(0, first));
    for (int i = first; i < texts.size(); i++) {
      windows.addAll(texts.get(i).windows(maxTokens, overlap, promptChars));
      starts[i + 1] = windows.size();
    }
    return new Windows(windows, starts);
  }

  /**
   * The mean of what was pooled of a text's windows, weighted by their tokens.
   *
   * @param pooled a vector for each window
   */
  float[] mean(float[][] pooled, int text) {
    int from = starts[text];
    int to = starts[text + 1];
    if (to - from == 1) {
      return pooled[from];
    }
    double[] sums = new double[pooled[from].length];
    long tokens = 0;
    for (int window = from; window < to; window++) {
      int weight = sequences.get(window).size();
      tokens += weight;
      for (int i = 0; i < sums.length; i++) {
        sums[i] += (double) weight * pooled[window][i];
      }
    }
    float[] mean = new float[sums.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sums[i] / tokens);
    }
    return mean;
  }
}
