package dev.lanewise.weights.read.torch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands on the stack of the pickle machine, besides String, Long, Double, Boolean and lists.
 *
 * <p>Values can hold each other many times over, so that walking through one could take for ever:
 * none of these classes has an equals, hashCode or toString that does.
 */
final class Pickled {
  /** Python's None. */
  static final Object NONE = new Object();

  private Pickled() {}

  /** A name in a module, which may only be what {@link TorchObjects} knows. */
  record Global(String module, String name) {
    @Override
    public String toString() {
      return module + "." + name;
    }
  }

  /** A tuple. */
  static final class Tuple {
    final List<Object> items;

    Tuple(List<Object> items) {
      this.items = List.copyOf(items);
    }
  }

  /** A dictionary with keys that are strings. */
  static final class Dictionary {
    final Map<String, Object> entries = new LinkedHashMap<>();

    /** Whether it is an OrderedDict, which may carry attributes. */
    final boolean ordered;

    Dictionary(boolean ordered) {
      this.ordered = ordered;
    }
  }

  /** What a value is, for messages. */
  static String kind(Object value) {
    return switch (value) {
      case String _ -> "a string";
      case Long _ -> "an integer";
      case Double _ -> "a float";
      case Boolean _ -> "a boolean";
      case List<?> _ -> "a list";
      case Tuple _ -> "a tuple";
      case Dictionary _ -> "a dictionary";
      case Global global -> "the name " + global;
      case TorchTensor _ -> "a tensor";
      case TorchStorage _ -> "a storage";
      default -> value == NONE ? "None" : "a value";
    };
  }
}
