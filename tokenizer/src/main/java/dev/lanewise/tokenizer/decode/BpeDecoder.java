package dev.lanewise.tokenizer.decode;

import java.util.ArrayList;
import java.util.List;

/**
 * Joins tokens of words whose ends are marked: the mark becomes a space, except in the last token.
 *
 * @param suffix what marks the end of a word
 */
public record BpeDecoder(String suffix) implements Decoder {
  @Override
  public List<String> decode(List<String> tokens) {
    List<String> strings = new ArrayList<>(tokens.size());
    for (int i = 0; i < tokens.size(); i++) {
      strings.add(tokens.get(i).replace(suffix, i == tokens.size() - 1 ? "" : " "));
    }
    return strings;
  }
}
