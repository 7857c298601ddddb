package dev.lanewise.weights.inspect;

import java.util.List;
import java.util.Optional;

/**
 * A tensor in a weight file.
 *
 * @param name its name
 * @param type the type of its elements, as the file calls it
 * @param shape its dimensions; none for a scalar
 * @param bytes the bytes that it takes in the file
 * @param statistics what its values are like; empty where they weren't looked at or are in a form
 *     that isn't understood
 */
public record TensorSummary(
    String name, String type, List<Long> shape, long bytes, Optional<TensorStatistics> statistics) {
  public TensorSummary {
    shape = List.copyOf(shape);
  }

  /** The number of elements. */
  public long elements() {
    return shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
  }
}
