package dev.lanewise.tokenizer.decode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Makes text of runs of byte tokens such as {@code <0xC3> <0xA9>}; a run that isn't valid UTF-8
 * becomes as many U+FFFD as it has bytes.
 */
public final class ByteFallbackDecoder implements Decoder {
  @Override
  public List<String> decode(List<String> tokens) {
    List<String> strings = new ArrayList<>(tokens.size());
    ByteBuffer run = ByteBuffer.allocate(tokens.size());
    for (String token : tokens) {
      OptionalInt value = byteOf(token);
      if (value.isPresent()) {
        run.put((byte) value.getAsInt());
      } else {
        endRun(run, strings);
        strings.add(token);
      }
    }
    endRun(run, strings);
    return strings;
  }

  private static OptionalInt byteOf(String token) {
    if (token.length() != 6 || !token.startsWith("<0x") || !token.endsWith(">")) {
      return OptionalInt.empty();
    }
    int high = hexadecimal(token.charAt(3));
    int low = hexadecimal(token.charAt(4));
    return high < 0 || low < 0 ? OptionalInt.empty() : OptionalInt.of(high << 4 | low);
  }

  /** The value of a digit, or -1; digits of other scripts are none. */
  private static int hexadecimal(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }

  private static void endRun(ByteBuffer run, List<String> strings) {
    run.flip();
    if (run.hasRemaining()) {
      int length = run.remaining();
      try {
        strings.add(StandardCharsets.UTF_8.newDecoder().decode(run).toString());
      } catch (CharacterCodingException e) {
        strings.add("\uFFFD".repeat(length));
      }
    }
    run.clear();
  }
}
