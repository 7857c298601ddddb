package dev.lanewise.tokenizer.text;

import java.util.Arrays;

/**
 * GPT-2's way to write any bytes as printable characters: those of Latin-1 that are printable stand
 * for themselves, the other 68 bytes are U+0100 and up in their order. A space is {@code Ġ}, a line
 * feed {@code Ċ}.
 */
public final class ByteAlphabet {
  /** What a character has for a byte that stands for none. */
  public static final int NO_BYTE = -1;

  private static final char[] CHARACTERS = new char[256];
  private static final short[] BYTES = new short[0x200];

  static {
    Arrays.fill(BYTES, (short) NO_BYTE);
    int next = 0x100;
    for (int b = 0; b < CHARACTERS.length; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b != 0xAD);
      CHARACTERS[b] = (char) (printable ? b : next++);
      BYTES[CHARACTERS[b]] = (short) b;
    }
  }

  private ByteAlphabet() {}

  /** The character that stands for a byte, given as 0 to 255. */
  public static char character(int unsignedByte) {
    return CHARACTERS[unsignedByte];
  }

  /** The byte that a character stands for, as 0 to 255, or {@link #NO_BYTE}. */
  public static int unsignedByte(int codePoint) {
    return codePoint < BYTES.length ? BYTES[codePoint] : NO_BYTE;
  }

  /**
   * Appends the UTF-8 bytes of {@code [from, to)} of {@code in} to {@code out}; each carries the
   * range of its code point.
   */
  public static void append(AlignedText in, int from, int to, AlignedText out) {
    for (int i = from; i < to; i++) {
      int c = in.codePoint(i);
      int start = in.start(i);
      int end = in.end(i);
      if (c < 0x80) {
        out.append(CHARACTERS[c], start, end);
      } else {
        if (c < 0x800) {
          out.append(CHARACTERS[0xC0 | c >> 6], start, end);
        } else {
          if (c < 0x10000) {
            out.append(CHARACTERS[0xE0 | c >> 12], start, end);
          } else {
            out.append(CHARACTERS[0xF0 | c >> 18], start, end);
            out.append(CHARACTERS[0x80 | (c >> 12 & 0x3F)], start, end);
          }
          out.append(CHARACTERS[0x80 | (c >> 6 & 0x3F)], start, end);
        }
        out.append(CHARACTERS[0x80 | (c & 0x3F)], start, end);
      }
    }
  }
}
