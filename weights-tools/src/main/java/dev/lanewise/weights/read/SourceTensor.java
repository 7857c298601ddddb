package dev.lanewise.weights.read;

import dev.lanewise.engine.weights.ElementType;
import dev.lanewise.engine.weights.Tensor;
import dev.lanewise.weights.files.OutputTensor;
import java.util.Optional;

/**
 * A tensor in a file of any format.
 *
 * @param name its name there
 * @param storedType the type of its elements as its format calls it
 * @param type the type of the elements that {@code content} writes; empty where they are in a form
 *     that isn't understood, and {@code content} must not be called
 * @param shape its dimensions, row-major
 * @param storedBytes the bytes that it takes in the file
 * @param content writes its elements, row-major and little-endian; may be called again
 */
public record SourceTensor(
    String name,
    String storedType,
    Optional<ElementType> type,
    long[] shape,
    long storedBytes,
    OutputTensor.Content content) {
  /** A tensor of a safetensors file. */
  static SourceTensor of(Tensor tensor) {
    return new SourceTensor(
        tensor.name(),
        tensor.type().name(),
        Optional.of(tensor.type()),
        tensor.shape(),
        tensor.data().byteSize(),
        OutputTensor.copyOf(tensor).content());
  }

  /** The number of elements. */
  public long elements() {
    long elements = 1;
    for (long dimension : shape) {
      elements *= dimension;
    }
    return elements;
  }

  /** The same tensor to be written under another name. */
  public OutputTensor output(String newName) {
    return new OutputTensor(newName, type.orElseThrow(), shape, content);
  }

  @Override
  public String toString() {
    return "tensor " + name + " (" + storedType + " " + Shapes.text(shape) + ")";
  }
}
