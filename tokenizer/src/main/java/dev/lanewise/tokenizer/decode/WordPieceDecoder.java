package dev.lanewise.tokenizer.decode;

import java.util.ArrayList;
import java.util.List;

/**
 * Joins WordPiece tokens: pieces inside a word to what stands before them, words by a space.
 *
 * @param prefix what marks pieces inside a word
 * @param cleanup whether to pull punctuation and English contractions together
 */
public record WordPieceDecoder(String prefix, boolean cleanup) implements Decoder {
  /** In this order, within each token and the space before it. */
  private static final List<String[]> CLEANUPS =
      List.of(
          new String[] {" .", "."},
          new String[] {" ?", "?"},
          new String[] {" !", "!"},
          new String[] {" ,", ","},
          new String[] {" ' ", "'"},
          new String[] {" n't", "n't"},
          new String[] {" 'm", "'m"},
          new String[] {" do not", " don't"},
          new String[] {" 's", "'s"},
          new String[] {" 've", "'ve"},
          new String[] {" 're", "'re"});

  @Override
  public List<String> decode(List<String> tokens) {
    List<String> strings = new ArrayList<>(tokens.size());
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      String joined = token;
      if (i > 0) {
        joined = token.startsWith(prefix) ? token.substring(prefix.length()) : " " + token;
      }
      strings.add(cleanup ? clean(joined) : joined);
    }
    return strings;
  }

  private static String clean(String text) {
    for (String[] cleanup : CLEANUPS) {
      text = text.replace(cleanup[0], cleanup[1]);
    }
    return text;
  }
}
