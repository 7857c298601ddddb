package dev.lanewise.engine.search;

/**
 * Cuts the endings off English words, so that their forms are the same word: the algorithm of M. F.
 * Porter, "An algorithm for suffix stripping", Program 14 (1980), with the two later changes of its
 * author ({@code -bli} for {@code -abli}, and {@code -logi}), as Lucene has them.
 *
 * <p>A stem need not be a word: "ponies" gives "poni". Not thread-safe.
 */
final class EnglishStemmer {
  /** Endings and what becomes of them where the stem before has a measure above 0. */
  private static final String[][] STEP_2 = {
    {"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"}, {"anci", "ance"}, {"izer", "ize"},
    {"bli", "ble"}, {"alli", "al"}, {"entli", "ent"}, {"eli", "e"}, {"ousli", "ous"},
    {"ization", "ize"}, {"ation", "ate"}, {"ator", "ate"}, {"alism", "al"}, {"iveness", "ive"},
    {"fulness", "ful"}, {"ousness", "ous"}, {"aliti", "al"}, {"iviti", "ive"}, {"biliti", "ble"},
    {"logi", "log"}
  };

  private static final String[][] STEP_3 = {
    {"icate", "ic"},
    {"ative", ""},
    {"alize", "al"},
    {"iciti", "ic"},
    {"ical", "ic"},
    {"ful", ""},
    {"ness", ""}
  };

  /** Endings that go where the stem before has a measure above 1; longer ones before their ends. */
  private static final String[] STEP_4 = {
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou",
    "ism", "ate", "iti", "ous", "ive", "ize"
  };

  /** No English word is so long; what is, is data. */
  private static final int LONGEST = 64;

  private final StringBuilder word = new StringBuilder();

  /**
   * @param lowerCase a word in lower case; it is its own stem unless all of it are letters a to z,
   *     from 3 to 64
   */
  String stem(String lowerCase) {
    int length = lowerCase.length();
    if (length < 3 || length > LONGEST || !lowerCase.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
      return lowerCase;
    }
    word.setLength(0);
    word.append(lowerCase);
    plural();
    pastAndGerund();
    finalY();
    replaceFirst(STEP_2);
    replaceFirst(STEP_3);
    dropFirst();
    finalE();
    return word.toString();
  }

  /** Step 1a. */
  private void plural() {
    if (ends("sses") || ends("ies")) {
      cut(2);
    } else if (ends("s") && !ends("ss")) {
      cut(1);
    }
  }

  /** Step 1b. */
  private void pastAndGerund() {
    if (ends("eed")) {
      if (measure(before("eed")) > 0) {
        cut(1);
      }
      return;
    }
    String ending = ends("ed") ? "ed" : "ing";
    if (!ends(ending) || !hasVowel(before(ending))) {
      return;
    }
    cut(ending.length());
    int length = word.length();
    if (ends("at") || ends("bl") || ends("iz")) {
      word.append('e');
    } else if (doubleConsonant() && "lsz".indexOf(word.charAt(length - 1)) < 0) {
      cut(1);
    } else if (measure(length) == 1 && consonantVowelConsonant(length)) {
      word.append('e');
    }
  }

  /** Step 1c. */
  private void finalY() {
    if (ends("y") && hasVowel(before("y"))) {
      word.setCharAt(word.length() - 1, 'i');
    }
  }

  /** Steps 2 and 3: the first ending that fits decides, though it may stay. */
  private void replaceFirst(String[][] endings) {
    for (String[] ending : endings) {
      if (ends(ending[0])) {
        if (measure(before(ending[0])) > 0) {
          word.setLength(before(ending[0]));
          word.append(ending[1]);
        }
        return;
      }
    }
  }

  /** Step 4. */
  private void dropFirst() {
    for (String ending : STEP_4) {
      if (ends(ending)) {
        int stem = before(ending);
        boolean fits =
            !ending.equals("ion") || (stem > 0 && "st".indexOf(word.charAt(stem - 1)) >= 0);
        if (fits && measure(stem) > 1) {
          word.setLength(stem);
        }
        return;
      }
    }
  }

  /** Step 5. */
  private void finalE() {
    if (ends("e")) {
      int stem = before("e");
      int measure = measure(stem);
      if (measure > 1 || (measure == 1 && !consonantVowelConsonant(stem))) {
        cut(1);
      }
    }
    if (ends("ll") && measure(word.length()) > 1) {
      cut(1);
    }
  }

  private boolean ends(String ending) {
    int start = before(ending);
    return start >= 0 && word.indexOf(ending, start) == start;
  }

  /** How many letters stand before an ending. */
  private int before(String ending) {
    return word.length() - ending.length();
  }

  private void cut(int letters) {
    word.setLength(word.length() - letters);
  }

  /** A y is a vowel after a consonant. */
  private boolean consonant(int at) {
    return switch (word.charAt(at)) {
      case 'a', 'e', 'i', 'o', 'u' -> false;
      case 'y' -> at == 0 || !consonant(at - 1);
      default -> true;
    };
  }

  /** How many times consonants follow vowels in the first letters: the paper's m. */
  private int measure(int letters) {
    int count = 0;
    for (int i = 1; i < letters; i++) {
      if (consonant(i) && !consonant(i - 1)) {
        count++;
      }
    }
    return count;
  }

  private boolean hasVowel(int letters) {
    for (int i = 0; i < letters; i++) {
      if (!consonant(i)) {
        return true;
      }
    }
    return false;
  }

  private boolean doubleConsonant() {
    int last = word.length() - 1;
    return last > 0 && word.charAt(last) == word.charAt(last - 1) && consonant(last);
  }

  /** The paper's *o: consonant, vowel, consonant other than w, x and y. */
  private boolean consonantVowelConsonant(int letters) {
    return letters > 2
        && consonant(letters - 1)
        && !consonant(letters - 2)
        && consonant(letters - 3)
        && "wxy".indexOf(word.charAt(letters - 1)) < 0;
  }
}
