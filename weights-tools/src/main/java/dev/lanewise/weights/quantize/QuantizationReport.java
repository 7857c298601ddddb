package dev.lanewise.weights.quantize;

import java.nio.file.Path;
import java.util.List;

/**
 * What quantizing a model did.
 *
 * @param tensors the matrices that were rounded; the others are as they were
 * @param bytesBefore the size of the weight files, in bytes
 * @param bytesAfter the size of the new one
 * @param leftOut files of the model that were not copied since they hold the weights in other
 *     formats, relative to its folder
 */
public record QuantizationReport(
    List<QuantizedTensor> tensors, long bytesBefore, long bytesAfter, List<Path> leftOut) {
  public QuantizationReport {
    tensors = List.copyOf(tensors);
    leftOut = List.copyOf(leftOut);
  }
}
