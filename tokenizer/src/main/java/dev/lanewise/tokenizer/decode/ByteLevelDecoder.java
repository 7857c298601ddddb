package dev.lanewise.tokenizer.decode;

import dev.lanewise.tokenizer.text.ByteAlphabet;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Turns tokens in the {@link ByteAlphabet} back into bytes and those into text; what isn't UTF-8
 * becomes U+FFFD. A token with a character of another alphabet stands for itself.
 */
public final class ByteLevelDecoder implements Decoder {
  @Override
  public List<String> decode(List<String> tokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String token : tokens) {
      if (token.chars().allMatch(c -> ByteAlphabet.unsignedByte(c) != ByteAlphabet.NO_BYTE)) {
        token.chars().forEach(c -> bytes.write(ByteAlphabet.unsignedByte(c)));
      } else {
        bytes.writeBytes(token.getBytes(StandardCharsets.UTF_8));
      }
    }
    return List.of(bytes.toString(StandardCharsets.UTF_8));
  }
}
