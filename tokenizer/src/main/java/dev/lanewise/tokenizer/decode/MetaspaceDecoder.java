package dev.lanewise.tokenizer.decode;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns the marks that stand for spaces back into spaces.
 *
 * @param mark what stands for a space
 * @param prepended whether the first token begins with a mark that stood for nothing; all its marks
 *     are then dropped, wherever they are, as in the reference
 */
public record MetaspaceDecoder(int mark, boolean prepended) implements Decoder {
  @Override
  public List<String> decode(List<String> tokens) {
    String space = Character.toString(mark);
    List<String> strings = new ArrayList<>(tokens.size());
    for (String token : tokens) {
      strings.add(token.replace(space, strings.isEmpty() && prepended ? "" : " "));
    }
    return strings;
  }
}
