package dev.lanewise.engine.search;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Splits texts into the words that {@link Bm25Index} counts.
 *
 * <p>A word is a run of letters, digits and marks, in lower case and in compatibility form (NFKC),
 * so that full-width letters are the same as others. Scripts that put no spaces between words give
 * each character and each pair of neighbours instead: pairs tell words well, single characters find
 * those of one character.
 */
final class Words {
  private static final Set<UnicodeScript> WITHOUT_SPACES =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);

  private Words() {}

  /** The words of a text, in its order. */
  static List<String> of(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    List<String> words = new ArrayList<>();
    int start = 0; // of the word under way
    int previous = -1; // where the character before stands, if it is one of its own
    for (int at = 0; at < plain.length(); ) {
      int character = plain.codePointAt(at);
      int next = at + Character.charCount(character);
      boolean single = isWithoutSpaces(character);
      if (single || !isWordPart(character)) {
        if (start < at) {
          words.add(plain.substring(start, at));
        }
        start = next;
      }
      if (single) {
        words.add(plain.substring(at, next));
        if (previous >= 0) {
          words.add(plain.substring(previous, next));
        }
      }
      previous = single ? at : -1;
      at = next;
    }
    if (start < plain.length()) {
      words.add(plain.substring(start));
    }
    return words;
  }

  /**
   * How long a text is for a reader: its characters, those of scripts without spaces counting two.
   */
  static int length(String text) {
    return text.codePoints().map(character -> isWithoutSpaces(character) ? 2 : 1).sum();
  }

  private static boolean isWithoutSpaces(int character) {
    return WITHOUT_SPACES.contains(UnicodeScript.of(character));
  }

  private static boolean isWordPart(int character) {
    return switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
      default -> Character.isLetterOrDigit(character);
    };
  }
}
