package dev.lanewise.weights.read.onnx;

import dev.lanewise.weights.read.ByteCursor;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** The fields of a protocol buffer message, one after the other. */
final class ProtoReader {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  static final int FIXED32 = 5;

  private static final int MAX_VARINT_BYTES = 10;

  private final Path file;
  private final String what;
  private final ByteCursor in;
  private int field;
  private int wireType;

  /**
   * @param what the message's name, for messages of the other kind
   */
  ProtoReader(Path file, String what, MemorySegment bytes) {
    this.file = file;
    this.what = what;
    this.in = new ByteCursor(file, what, bytes);
  }

  /** Goes to the next field, whose value has to be read or skipped; false at the end. */
  boolean next() {
    if (in.remaining() == 0) {
      return false;
    }
    long tag = varint();
    if (tag >>> 3 == 0 || tag >>> 3 > Integer.MAX_VALUE >>> 2) {
      throw in.fault("is not a field of a protocol buffer");
    }
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    return true;
  }

  int field() {
    return field;
  }

  int wireType() {
    return wireType;
  }

  /** A variable-length integer. */
  long varint() {
    long value = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      int next = in.u8();
      value |= (long) (next & 0x7f) << (7 * i);
      if (next < 0x80) {
        return value;
      }
    }
    throw in.fault("an integer of more than " + MAX_VARINT_BYTES + " bytes");
  }

  /** The value of an integer field. */
  long integer() {
    require(VARINT);
    return varint();
  }

  /** The value of a field of bytes. */
  MemorySegment bytes() {
    require(BYTES);
    return in.slice(varint());
  }

  /** The value of a field of text. */
  String text() {
    MemorySegment bytes = bytes();
    return new ByteCursor(file, what + " field " + field, bytes).utf8(bytes.byteSize());
  }

  /** The message in a field. */
  ProtoReader message(String name) {
    return new ProtoReader(file, name, bytes());
  }

  /** Passes over the value. */
  void skip() {
    switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> in.slice(Long.BYTES);
      case BYTES -> in.slice(varint());
      case FIXED32 -> in.slice(Integer.BYTES);
      default -> throw in.fault("field " + field + " has the unknown wire type " + wireType);
    }
  }

  /** Bytes of a value of fixed size, or those that are packed one behind the other. */
  MemorySegment fixed(int width) {
    return wireType == BYTES
        ? bytes()
        : in.slice(requireAny(width == Long.BYTES ? FIXED64 : FIXED32, width));
  }

  private int requireAny(int expected, int width) {
    require(expected);
    return width;
  }

  private void require(int expected) {
    if (wireType != expected) {
      throw in.fault("field " + field + " has wire type " + wireType + ", not " + expected);
    }
  }

  RuntimeException fault(String problem) {
    return in.fault(problem);
  }
}
