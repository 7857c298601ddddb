package dev.lanewise.engine.layer;

import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.kernel.Storage;
import dev.lanewise.engine.weights.ElementType;
import dev.lanewise.engine.weights.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * What blocks are loaded for: the kernels that compute, and how they hold the weights of linear
 * layers.
 *
 * @param kernels the arithmetic
 * @param storage how weights are held; if empty, as the file holds them, which loses nothing
 */
public record Backend(Kernels kernels, Optional<Storage> storage) {
  /** How the weights of a layer that is put together from some tensors are held. */
  Storage storageOf(List<Tensor> parts) {
    return storage.orElseGet(
        () -> {
          List<ElementType> types = parts.stream().map(Tensor::type).distinct().toList();
          if (types.equals(List.of(ElementType.BF16))) {
            return Storage.BF16;
          }
          return types.equals(List.of(ElementType.F16)) ? Storage.F16 : Storage.F32;
        });
  }
}
