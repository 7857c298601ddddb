package dev.lanewise.weights.read.torch;

import dev.lanewise.weights.read.ByteCursor;
import dev.lanewise.weights.read.torch.Pickled.Dictionary;
import dev.lanewise.weights.read.torch.Pickled.Global;
import dev.lanewise.weights.read.torch.Pickled.Tuple;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of Python's pickle machine (protocols 2 to 5) that builds data. Each instruction takes
 * at least a byte and adds at most one value, so memory stays in proportion to the bytes.
 */
final class Unpickler {
  private static final int MAX_PROTOCOL = 5;
  private static final int MAX_LONG_BYTES = 255;

  private final ByteCursor in;
  private final TorchObjects objects;
  private final List<Object> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Long, Object> memo = new HashMap<>();

  Unpickler(ByteCursor in, TorchObjects objects) {
    this.in = in;
    this.objects = objects;
  }

  /** Runs a pickle to its end and returns what it leaves. */
  Object read() {
    while (true) {
      int opcode = in.u8();
      if (opcode == '.') {
        return pop();
      }
      execute(opcode);
    }
  }

  private void execute(int opcode) {
    switch (opcode) {
      case 0x80 -> protocol();
      case 0x95 -> frame();
      case '(' -> marks.add(stack.size());
      case 'N' -> push(Pickled.NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'J' -> push((long) in.i32());
      case 'K' -> push((long) in.u8());
      case 'M' -> push((long) in.u16());
      case 0x8a -> push(integer(in.u8()));
      case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.i64())));
      case 'X' -> push(in.utf8(in.u32()));
      case 0x8c -> push(in.utf8(in.u8()));
      case 0x8d -> push(in.utf8(in.i64()));
      case 'U' -> push(in.utf8(in.u8()));
      case 'T' -> push(in.utf8(in.u32()));
      case '}' -> push(new Dictionary(false));
      case ']' -> push(new ArrayList<>());
      case ')' -> push(new Tuple(List.of()));
      case 't' -> push(new Tuple(popToMark()));
      case 0x85 -> push(new Tuple(pop(1)));
      case 0x86 -> push(new Tuple(pop(2)));
      case 0x87 -> push(new Tuple(pop(3)));
      case 'q' -> memo.put((long) in.u8(), top());
      case 'r' -> memo.put(in.u32(), top());
      case 0x94 -> memo.put((long) memo.size(), top());
      case 'h' -> push(recall(in.u8()));
      case 'j' -> push(recall(in.u32()));
      case 'c' -> push(global(line(), line()));
      case 0x93 -> stackGlobal();
      case 'R' -> reduce();
      case 'b' -> build();
      case 'Q' -> push(objects.persistent(pop(), in));
      case 'a' -> append(pop(1));
      case 'e' -> append(popToMark());
      case 's' -> setItems(pop(2));
      case 'u' -> setItems(popToMark());
      default ->
          throw in.fault(
              "pickle instruction 0x"
                  + Integer.toHexString(opcode)
                  + PickleNames.of(opcode)
                  + " is not one that tensors need");
    }
  }

  private void protocol() {
    int version = in.u8();
    if (version > MAX_PROTOCOL) {
      throw in.fault("pickle protocol " + version + " is unknown");
    }
  }

  private void frame() {
    long length = in.i64();
    if (length < 0 || length > in.remaining()) {
      throw in.fault("a frame of " + Long.toUnsignedString(length) + " bytes");
    }
  }

  /** An integer that fits a long; the only longer one is the legacy format's magic number. */
  private Object integer(int bytes) {
    if (bytes > MAX_LONG_BYTES) {
      throw in.fault("an integer of " + bytes + " bytes");
    }
    byte[] littleEndian = in.slice(bytes).toArray(ValueLayout.JAVA_BYTE);
    byte[] bigEndian = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      bigEndian[i] = littleEndian[bytes - 1 - i];
    }
    BigInteger value = bytes == 0 ? BigInteger.ZERO : new BigInteger(bigEndian);
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (int c = in.u8(); c != '\n'; c = in.u8()) {
      line.append((char) c);
      if (line.length() > 1000) {
        throw in.fault("a name of more than 1000 characters");
      }
    }
    return new String(
        line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private Global global(String module, String name) {
    Global global = new Global(module, name);
    if (!objects.knows(global)) {
      throw in.fault(
          "asks for the Python name "
              + global
              + ", which is not one that tensors need; it is not a plain file of weights");
    }
    return global;
  }

  private void stackGlobal() {
    List<Object> names = pop(2);
    if (!(names.get(0) instanceof String module) || !(names.get(1) instanceof String name)) {
      throw in.fault("a name that is no string");
    }
    push(global(module, name));
  }

  private void reduce() {
    List<Object> call = pop(2);
    if (!(call.get(0) instanceof Global global) || !(call.get(1) instanceof Tuple arguments)) {
      throw in.fault("calls " + Pickled.kind(call.get(0)) + " with " + Pickled.kind(call.get(1)));
    }
    push(objects.call(global, arguments.items, in));
  }

  /** Attributes of a state dictionary, such as its {@code _metadata}, say nothing about tensors. */
  private void build() {
    pop();
    if (!(top() instanceof Dictionary dictionary) || !dictionary.ordered) {
      throw in.fault("sets the state of " + Pickled.kind(top()));
    }
  }

  @SuppressWarnings("unchecked") // this machine makes no other lists
  private void append(List<Object> values) {
    if (!(top() instanceof ArrayList<?> list)) {
      throw in.fault("appends to " + Pickled.kind(top()));
    }
    ((List<Object>) list).addAll(values);
  }

  private void setItems(List<Object> keysAndValues) {
    if (!(top() instanceof Dictionary dictionary)) {
      throw in.fault("sets an item of " + Pickled.kind(top()));
    }
    if (keysAndValues.size() % 2 != 0) {
      throw in.fault("sets an item that has no value");
    }
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      Object key = keysAndValues.get(i);
      String name =
          switch (key) {
            case String string -> string;
            case Long number -> number.toString();
            default -> throw in.fault("a dictionary has " + Pickled.kind(key) + " as a key");
          };
      if (dictionary.entries.put(name, keysAndValues.get(i + 1)) != null) {
        throw in.fault("a dictionary has the key \"" + name + "\" twice");
      }
    }
  }

  private Object recall(long index) {
    Object value = memo.get(index);
    if (value == null) {
      throw in.fault("recalls value " + index + ", which was not kept");
    }
    return value;
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object top() {
    requireDepth(1);
    return stack.getLast();
  }

  private Object pop() {
    requireDepth(1);
    return stack.removeLast();
  }

  private List<Object> pop(int count) {
    requireDepth(count);
    return popFrom(stack.size() - count);
  }

  private List<Object> popToMark() {
    if (marks.isEmpty()) {
      throw in.fault("there is no mark on the stack");
    }
    return popFrom(marks.removeLast());
  }

  private List<Object> popFrom(int from) {
    List<Object> tail = stack.subList(from, stack.size());
    List<Object> popped = new ArrayList<>(tail);
    tail.clear();
    return popped;
  }

  /** What stands below the last mark is out of reach. */
  private void requireDepth(int count) {
    int bottom = marks.isEmpty() ? 0 : marks.getLast();
    if (stack.size() - bottom < count) {
      throw in.fault("takes more from the stack than is on it");
    }
  }
}
