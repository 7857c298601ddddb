package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.tokenizer.subword.TokenList;
import dev.lanewise.tokenizer.subword.Vocabulary;
import dev.lanewise.tokenizer.subword.WordPiece;
import dev.lanewise.tokenizer.text.AlignedText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whole words are looked up, the others are taken apart: nobody may see which it was. */
class WordPieceTest {
  private static final String UNKNOWN = "[UNK]";
  private static final String PREFIX = "##";
  private static final int MOST_CHARS = 30;

  /** NUL and what has more than seven bits are where packing characters could go wrong. */
  private static final String[] CHARACTERS = {
    "a", "b", "\0", "\u007f", "\u0080", "á", "\ud83d\ude00"
  };

  private final Random random = new Random(11);

  private String word(int length) {
    StringBuilder word = new StringBuilder();
    // Mostly plain, so that long words are in the vocabulary too.
    int kinds = random.nextInt(4) == 0 ? CHARACTERS.length : 3;
    for (int i = 0; i < length; i++) {
      word.append(CHARACTERS[random.nextInt(kinds)]);
    }
    return word.toString();
  }

  @Test
  void theLongestPiecesAreTaken() {
    Map<String, Integer> ids = new HashMap<>();
    List<String> words = new ArrayList<>();
    ids.put(UNKNOWN, 0);
    for (int i = 0; i < 4000; i++) {
      String word = word(1 + random.nextInt(24));
      words.add(word);
      words.add(word + word(random.nextInt(4)));
      words.add(word(1 + random.nextInt(40)));
      ids.putIfAbsent(random.nextInt(3) == 0 ? PREFIX + word : word, ids.size());
    }
    WordPiece model = new WordPiece(new Vocabulary(ids), UNKNOWN, PREFIX, MOST_CHARS);
    for (String word : words) {
      assertEquals(expected(ids, word), tokens(model, word), word);
    }
  }

  /** Id, start and end of each token, as the definition says. */
  private static List<Integer> expected(Map<String, Integer> ids, String word) {
    List<Integer> found = new ArrayList<>();
    boolean tooLong = word.codePointCount(0, word.length()) > MOST_CHARS;
    for (int start = 0; start < word.length(); ) {
      int end = word.length();
      String prefix = start == 0 ? "" : PREFIX;
      while (end > start && !ids.containsKey(prefix + word.substring(start, end))) {
        end = word.offsetByCodePoints(end, -1);
      }
      if (end <= start || tooLong) {
        return List.of(0, 0, word.length());
      }
      found.addAll(List.of(ids.getOrDefault(prefix + word.substring(start, end), -1), start, end));
      start = end;
    }
    return found;
  }

  private static List<Integer> tokens(WordPiece model, String word) {
    AlignedText text = new AlignedText();
    text.set(word);
    TokenList out = new TokenList();
    model.tokenizer(out).accept(text, 0, text.length());
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < out.size(); i++) {
      found.addAll(List.of(out.id(i), out.start(i), out.end(i)));
    }
    return found;
  }
}
