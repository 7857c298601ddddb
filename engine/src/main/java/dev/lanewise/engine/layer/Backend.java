package dev.lanewise.engine.layer;

import dev.lanewise.engine.kernel.Compute;
import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.kernel.PackedMatrix;
import dev.lanewise.engine.kernel.Storage;
import dev.lanewise.engine.kernel.WeightRows;
import dev.lanewise.engine.weights.ElementType;
import dev.lanewise.engine.weights.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * What blocks are loaded for: the kernels that compute, in what linear layers multiply, and how
 * their weights are held.
 *
 * @param kernels the implementation of the arithmetic
 * @param compute the arithmetic of linear layers
 * @param storage how weights are held for fp32; if empty, as the file holds them, which loses
 *     nothing
 */
public record Backend(Kernels kernels, Compute compute, Optional<Storage> storage) {
  /**
   * Lays out the weights of a layer that is put together from some tensors; see {@link
   * Kernels#pack}.
   */
  PackedMatrix pack(int outputs, int inputs, WeightRows rows, float[] bias, List<Tensor> parts) {
    return switch (compute) {
      case FLOAT -> kernels.pack(outputs, inputs, rows, bias, storageOf(parts));
      case INT -> kernels.packIntegers(outputs, inputs, rows, bias);
    };
  }

  /** How the weights of a layer that is put together from some tensors are held. */
  private Storage storageOf(List<Tensor> parts) {
    return storage.orElseGet(
        () -> {
          List<ElementType> types = parts.stream().map(Tensor::type).distinct().toList();
          return types.size() > 1
              ? Storage.F32
              : switch (types.getFirst()) {
                case BF16 -> Storage.BF16;
                case F16 -> Storage.F16;
                case I8 -> Storage.INT8;
                default -> Storage.F32;
              };
        });
  }
}
