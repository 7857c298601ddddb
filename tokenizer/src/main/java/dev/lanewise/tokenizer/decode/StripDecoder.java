package dev.lanewise.tokenizer.decode;

import java.util.List;

/**
 * Strips a character from both ends of each token.
 *
 * @param content the character
 * @param start how often at the beginning at most
 * @param stop how often at the end at most
 */
public record StripDecoder(int content, int start, int stop) implements Decoder {
  @Override
  public List<String> decode(List<String> tokens) {
    return tokens.stream().map(this::strip).toList();
  }

  private String strip(String token) {
    int[] codePoints = token.codePoints().toArray();
    int from = 0;
    while (from < Math.min(start, codePoints.length) && codePoints[from] == content) {
      from++;
    }
    int to = codePoints.length;
    while (to > from && codePoints.length - to < stop && codePoints[to - 1] == content) {
      to--;
    }
    return new String(codePoints, from, to - from);
  }
}
