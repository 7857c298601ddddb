package dev.lanewise.weights.read.torch;

import dev.lanewise.engine.weights.ElementType;
import dev.lanewise.weights.read.ByteCursor;
import dev.lanewise.weights.read.torch.Pickled.Dictionary;
import dev.lanewise.weights.read.torch.Pickled.Global;
import dev.lanewise.weights.read.torch.Pickled.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The names that may stand in a checkpoint, and what calling them gives. */
final class TorchObjects {
  private static final Map<String, ElementType> STORAGES =
      Map.of(
          "FloatStorage", ElementType.F32,
          "HalfStorage", ElementType.F16,
          "BFloat16Storage", ElementType.BF16,
          "DoubleStorage", ElementType.F64,
          "LongStorage", ElementType.I64,
          "IntStorage", ElementType.I32,
          "ShortStorage", ElementType.I16,
          "CharStorage", ElementType.I8,
          "ByteStorage", ElementType.U8,
          "BoolStorage", ElementType.BOOL);

  private static final Global ORDERED_DICT = new Global("collections", "OrderedDict");
  private static final Global SIZE = new Global("torch", "Size");
  private static final Global TENSOR = new Global("torch._utils", "_rebuild_tensor");
  private static final Global TENSOR_V2 = new Global("torch._utils", "_rebuild_tensor_v2");
  private static final Global PARAMETER = new Global("torch._utils", "_rebuild_parameter");

  private static final List<Global> CALLABLE =
      List.of(ORDERED_DICT, SIZE, TENSOR, TENSOR_V2, PARAMETER);

  /** Whether a name is one of those that tensors need. */
  boolean knows(Global global) {
    return CALLABLE.contains(global)
        || (global.module().equals("torch") && STORAGES.containsKey(global.name()));
  }

  /** What a call of a known name gives. */
  Object call(Global global, List<Object> arguments, ByteCursor in) {
    if (global.equals(ORDERED_DICT) && arguments.isEmpty()) {
      return new Dictionary(true);
    }
    if (global.equals(SIZE) && arguments.size() == 1) {
      return arguments.getFirst();
    }
    if (global.equals(PARAMETER)
        && arguments.size() == 3
        && arguments.getFirst() instanceof TorchTensor) {
      return arguments.getFirst();
    }
    boolean tensor =
        (global.equals(TENSOR) && arguments.size() == 4)
            || (global.equals(TENSOR_V2) && arguments.size() >= 6 && arguments.size() <= 7);
    if (tensor
        && arguments.get(0) instanceof TorchStorage storage
        && arguments.get(1) instanceof Long offset
        && arguments.get(2) instanceof Tuple size
        && arguments.get(3) instanceof Tuple stride) {
      return new TorchTensor(storage, offset, longs(size, in), longs(stride, in)).checked(in);
    }
    throw in.fault("calls " + global + " with arguments that it doesn't take");
  }

  private static long[] longs(Tuple tuple, ByteCursor in) {
    long[] values = new long[tuple.items.size()];
    for (int i = 0; i < values.length; i++) {
      if (!(tuple.items.get(i) instanceof Long value)) {
        throw in.fault("a size holds " + Pickled.kind(tuple.items.get(i)));
      }
      values[i] = value;
    }
    return values;
  }

  /**
   * A storage, by the identifier that stands for it: {@code ("storage", type, key, location,
   * elements)}, in the legacy format with None or {@code (key, offset, elements)} behind it where
   * the storage is part of another.
   */
  @SuppressWarnings("BadInstanceof") // a check for null that gives the value a name
  Object persistent(Object identifier, ByteCursor in) {
    List<Object> parts =
        identifier instanceof Tuple tuple ? tuple.items : new ArrayList<>(List.of(identifier));
    if (parts.size() >= 5
        && parts.size() <= 6
        && parts.get(0).equals("storage")
        && parts.get(1) instanceof Global type
        && STORAGES.get(type.name()) instanceof ElementType elementType
        && parts.get(2) instanceof String key
        && parts.get(4) instanceof Long elements
        && elements >= 0) {
      if (parts.size() == 5 || parts.get(5).equals(Pickled.NONE)) {
        return new TorchStorage(elementType, type.name(), key, 0, elements);
      }
      if (parts.get(5) instanceof Tuple view
          && view.items.size() == 3
          && view.items.get(1) instanceof Long offset
          && view.items.get(2) instanceof Long count
          && offset >= 0
          && count >= 0
          && count <= elements - offset) {
        return new TorchStorage(elementType, type.name(), key, offset, count);
      }
    }
    throw in.fault("a storage is named in an unknown way");
  }
}
