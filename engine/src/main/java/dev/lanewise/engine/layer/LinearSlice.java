package dev.lanewise.engine.layer;

import dev.lanewise.engine.weights.NamedTensors;

/**
 * Some outputs of a linear layer as a file holds it: {@code weight} {@code [stored][inputs]} and,
 * if it has biases, {@code bias} {@code [stored]}.
 *
 * @param scope where the two stand
 * @param stored the outputs in the file
 * @param first the first one of this slice
 * @param outputs how many they are
 * @param biased whether there are biases
 */
public record LinearSlice(NamedTensors scope, int stored, int first, int outputs, boolean biased) {
  /** All outputs of a layer. */
  public static LinearSlice whole(NamedTensors scope, int outputs, boolean biased) {
    return new LinearSlice(scope, outputs, 0, outputs, biased);
  }

  /** Some of these outputs. */
  public LinearSlice part(int from, int count) {
    return new LinearSlice(scope, stored, first + from, count, biased);
  }
}
