package dev.lanewise.weights;

import dev.lanewise.engine.weights.SafetensorsFile;
import dev.lanewise.engine.weights.Tensor;
import dev.lanewise.engine.weights.WeightFormatException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * What a weight file holds.
 *
 * @param tensors its tensors in the order of their bytes
 * @param metadata free strings that it carries
 */
public record WeightInspection(List<TensorSummary> tensors, Map<String, String> metadata) {
  public WeightInspection {
    tensors = List.copyOf(tensors);
    metadata = Map.copyOf(metadata);
  }

  /**
   * Looks at a safetensors file. Memory doesn't grow with the size of its tensors.
   *
   * @throws IllegalArgumentException if it isn't a valid one; the message says what is wrong
   * @throws java.io.UncheckedIOException if it can't be read
   */
  public static WeightInspection of(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      SafetensorsFile content = SafetensorsFile.open(file, arena);
      List<TensorSummary> tensors =
          content.tensors().values().stream().map(WeightInspection::summary).toList();
      return new WeightInspection(tensors, content.metadata());
    } catch (WeightFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The number of elements of all tensors. */
  public long parameters() {
    return tensors.stream().mapToLong(TensorSummary::elements).sum();
  }

  private static TensorSummary summary(Tensor tensor) {
    List<Long> shape = LongStream.of(tensor.shape()).boxed().toList();
    return new TensorSummary(tensor.name(), tensor.type().name(), shape, tensor.data().byteSize());
  }
}
