package dev.lanewise.weights.read.torch;

import dev.lanewise.weights.read.ByteCursor;
import dev.lanewise.weights.read.Shapes;
import java.util.OptionalLong;

/**
 * A view of a storage, checked to lie within it.
 *
 * @param offset its first element in the storage
 * @param size its dimensions
 * @param stride how many elements further the next one of each dimension is
 */
record TorchTensor(TorchStorage storage, long offset, long[] size, long[] stride) {
  /** The same, once it is known to be sound. */
  TorchTensor checked(ByteCursor in) {
    OptionalLong elements = Shapes.elements(size);
    if (size.length != stride.length || size.length > Shapes.MAX_RANK || elements.isEmpty()) {
      throw in.fault("a tensor has the size " + Shapes.text(size));
    }
    if (elements.getAsLong() > storage.elements()) {
      // Such a view would let a small file ask for any amount of output.
      throw in.fault(
          "a tensor of size "
              + Shapes.text(size)
              + " repeats the "
              + storage.elements()
              + " elements of its storage");
    }
    long last = offset;
    try {
      for (int i = 0; i < size.length; i++) {
        if (stride[i] < 0) {
          throw new ArithmeticException();
        }
        long steps = Math.max(0, size[i] - 1);
        last = Math.addExact(last, Math.multiplyExact(steps, stride[i]));
      }
    } catch (ArithmeticException e) {
      throw in.fault("a tensor has the strides " + Shapes.text(stride));
    }
    if (offset < 0 || (elements.getAsLong() > 0 && last >= storage.elements())) {
      throw in.fault(
          "a tensor reaches to element " + last + " of a storage of " + storage.elements());
    }
    return this;
  }

  /** Whether its elements stand one after the other in the order of its dimensions. */
  boolean isContiguous() {
    long expected = 1;
    for (int i = size.length - 1; i >= 0; i--) {
      if (size[i] != 1 && stride[i] != expected) {
        return false;
      }
      expected *= size[i];
    }
    return true;
  }
}
