package dev.lanewise.tokenizer.format;

import dev.lanewise.json.JsonException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a message in the wire format of Protocol Buffers, field by field; embedded messages are
 * readers of their own. Nothing is copied or allocated by a length that the message claims.
 *
 * <p>Spec: https://protobuf.dev/programming-guides/encoding/
 */
final class ProtobufReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  private final String source;
  private final String path;
  private final ByteBuffer bytes;
  private int field;
  private int wireType;

  private ProtobufReader(String source, String path, ByteBuffer bytes) {
    this.source = source;
    this.path = path;
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * @param source what the message is in, for errors
   */
  ProtobufReader(String source, ByteBuffer message) {
    this(source, "message", message);
  }

  /** Goes to the next field, if there is one; its value has to be read or skipped. */
  boolean next() {
    if (!bytes.hasRemaining()) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    if (tag >>> 3 == 0 || tag >>> 3 > 0x1FFFFFFF) {
      throw error("has a field with the number " + (tag >>> 3));
    }
    return true;
  }

  /** The number of the field. */
  int field() {
    return field;
  }

  /** The field's value, an integer, an enumeration or a boolean. */
  long integer() {
    require(VARINT, "an integer");
    return varint();
  }

  float float32() {
    require(FIXED32, "a float");
    return slice(Float.BYTES).getFloat();
  }

  ByteBuffer bytes() {
    require(LENGTH_DELIMITED, "bytes");
    long length = varint();
    if (length < 0 || length > bytes.remaining()) {
      throw error(
          "field "
              + field
              + " says to have "
              + Long.toUnsignedString(length)
              + " bytes, "
              + bytes.remaining()
              + " are left");
    }
    return slice((int) length);
  }

  String string() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes()).toString();
    } catch (CharacterCodingException e) {
      throw error("field " + field + " is not valid UTF-8");
    }
  }

  /** The field's value, a message. */
  ProtobufReader message() {
    int number = field;
    ByteBuffer content = bytes();
    return new ProtobufReader(source, path + "." + number, content);
  }

  /** Goes past the field's value. */
  void skip() {
    switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> slice(Long.BYTES);
      case LENGTH_DELIMITED -> bytes();
      case FIXED32 -> slice(Integer.BYTES);
      default -> throw error("field " + field + " has the unknown wire type " + wireType);
    }
  }

  JsonException error(String problem) {
    return new JsonException(source, path, problem);
  }

  private void require(int expected, String kind) {
    if (wireType != expected) {
      throw error("field " + field + " is not " + kind + " but has the wire type " + wireType);
    }
  }

  private ByteBuffer slice(int length) {
    if (length > bytes.remaining()) {
      throw error("ends in the middle of field " + field);
    }
    ByteBuffer slice = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + length);
    return slice;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (!bytes.hasRemaining()) {
        throw error("ends in the middle of a number");
      }
      byte next = bytes.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw error("has a number of more than ten bytes");
  }
}
