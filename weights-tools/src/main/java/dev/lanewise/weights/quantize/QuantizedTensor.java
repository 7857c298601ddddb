package dev.lanewise.weights.quantize;

import java.util.List;

/**
 * What became of a matrix of weights.
 *
 * @param name its name
 * @param shape its dimensions
 * @param from the type of its elements before, as safetensors calls it
 * @param to the type after
 * @param maxError the largest difference of a weight
 * @param relativeRms the root of the mean squared difference over that of the mean squared weight;
 *     0 where all weights are zero
 */
public record QuantizedTensor(
    String name, List<Long> shape, String from, String to, double maxError, double relativeRms) {
  public QuantizedTensor {
    shape = List.copyOf(shape);
  }
}
