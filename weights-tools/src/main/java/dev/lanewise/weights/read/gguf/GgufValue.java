package dev.lanewise.weights.read.gguf;

import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.read.ByteCursor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A fact in a GGUF file.
 *
 * @param file the file, for messages
 * @param key its name
 * @param value a Long, Double, Boolean, String or a list of one of them
 */
public record GgufValue(Path file, String key, Object value) {
  private static final int STRING = 8;
  private static final int ARRAY = 9;

  static GgufValue read(Path file, String key, ByteCursor in) {
    long type = in.u32();
    return new GgufValue(file, key, type == ARRAY ? array(in) : scalar(type, in));
  }

  private static Object scalar(long type, ByteCursor in) {
    return switch ((int) type) {
      case 0 -> (long) in.u8();
      case 1 -> (long) (byte) in.u8();
      case 2 -> (long) in.u16();
      case 3 -> (long) (short) in.u16();
      case 4 -> in.u32();
      case 5 -> (long) in.i32();
      case 6 -> (double) Float.intBitsToFloat(in.i32());
      case 7 -> bool(in);
      case STRING -> in.utf8(in.i64());
      case 10, 11 -> in.i64();
      case 12 -> Double.longBitsToDouble(in.i64());
      default -> throw in.fault("has a fact of the unknown type " + type);
    };
  }

  private static boolean bool(ByteCursor in) {
    int value = in.u8();
    if (value > 1) {
      throw in.fault("has the truth value " + value);
    }
    return value == 1;
  }

  /** Every element takes a byte at least, so a length that the file can't hold is found at once. */
  private static List<Object> array(ByteCursor in) {
    long type = in.u32();
    long length = in.i64();
    if (type == ARRAY) {
      throw in.fault("has an array of arrays, which is not supported");
    }
    long smallest = type == STRING ? Long.BYTES : 1;
    if (length < 0 || length > in.remaining() / smallest) {
      throw in.fault("has an array of " + Long.toUnsignedString(length) + " elements");
    }
    List<Object> values = new ArrayList<>();
    for (long i = 0; i < length; i++) {
      values.add(scalar(type, in));
    }
    return values;
  }

  /** An integer from 0 to {@code max}. */
  public int integer(int max) {
    if (!(value instanceof Long number) || number < 0 || number > max) {
      throw wrong("an integer from 0 to " + max);
    }
    return number.intValue();
  }

  /** A number. */
  public double number() {
    return switch (value) {
      case Double number -> number;
      case Long number -> number;
      default -> throw wrong("a number");
    };
  }

  /** True or false. */
  public boolean bool() {
    if (!(value instanceof Boolean bool)) {
      throw wrong("true or false");
    }
    return bool;
  }

  /** Text. */
  public String string() {
    if (!(value instanceof String string)) {
      throw wrong("text");
    }
    return string;
  }

  /** A list of texts. */
  public List<String> strings() {
    return list(String.class, "a list of texts");
  }

  /** A list of integers. */
  public List<Long> integers() {
    return list(Long.class, "a list of integers");
  }

  private <T> List<T> list(Class<T> type, String expected) {
    if (!(value instanceof List<?> list) || !list.stream().allMatch(type::isInstance)) {
      throw wrong(expected);
    }
    return list.stream().map(type::cast).toList();
  }

  private ModelFileException wrong(String expected) {
    return new ModelFileException(file, key + " is " + text() + ", expected " + expected);
  }

  /** The value in short, for people. */
  public String text() {
    if (value instanceof List<?> list) {
      String first =
          list.isEmpty() ? "" : ": " + shorten(list.getFirst()) + (list.size() > 1 ? ", …" : "");
      return "[" + list.size() + first + "]";
    }
    return shorten(value);
  }

  private static String shorten(Object value) {
    String text = value.toString();
    return text.length() > 80 ? text.substring(0, 79) + "…" : text;
  }
}
