package dev.lanewise.weights.read;

import dev.lanewise.weights.ModelFileException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Reads little-endian values one after the other from mapped bytes, and never beyond them: what
 * asks for more than is left is refused with the place.
 */
public final class ByteCursor {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Path file;
  private final String what;
  private final MemorySegment bytes;
  private long position;

  /**
   * @param file the file, for messages
   * @param what what the bytes are, for messages
   */
  public ByteCursor(Path file, String what, MemorySegment bytes) {
    this.file = file;
    this.what = what;
    this.bytes = bytes;
  }

  /** Where the next byte is. */
  public long position() {
    return position;
  }

  /** The bytes that are left. */
  public long remaining() {
    return bytes.byteSize() - position;
  }

  /** The next byte, from 0 to 255. */
  public int u8() {
    return bytes.get(ValueLayout.JAVA_BYTE, advance(Byte.BYTES)) & 0xff;
  }

  /** The next two bytes, unsigned. */
  public int u16() {
    return bytes.get(SHORT, advance(Short.BYTES)) & 0xffff;
  }

  /** The next four bytes. */
  public int i32() {
    return bytes.get(INT, advance(Integer.BYTES));
  }

  /** The next eight bytes. */
  public long i64() {
    return bytes.get(LONG, advance(Long.BYTES));
  }

  /** The next four bytes as an unsigned length. */
  public long u32() {
    return Integer.toUnsignedLong(i32());
  }

  /** The next bytes, where they are. */
  public MemorySegment slice(long length) {
    return bytes.asSlice(advance(length), length);
  }

  /** The next bytes as text; they have to be valid UTF-8. */
  public String utf8(long length) {
    long start = position;
    MemorySegment text = slice(length);
    if (length > MAX_TEXT) {
      throw new ModelFileException(
          file, what + " has a text of " + length + " bytes at offset " + start);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(text.asByteBuffer()).toString();
    } catch (CharacterCodingException e) {
      throw new ModelFileException(
          file, what + " has text at offset " + start + " that isn't UTF-8");
    }
  }

  /** Longer than any name or vocabulary entry, short enough to hold. */
  private static final long MAX_TEXT = 1 << 24;

  /** What is wrong at the current place. */
  public ModelFileException fault(String problem) {
    return new ModelFileException(file, what + ", offset " + position + ": " + problem);
  }

  private long advance(long length) {
    if (length < 0 || length > remaining()) {
      throw fault(
          "ends too early: "
              + Long.toUnsignedString(length)
              + " bytes are to follow, "
              + remaining()
              + " do");
    }
    long start = position;
    position += length;
    return start;
  }
}
