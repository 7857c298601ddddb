package dev.lanewise.engine.search;

import java.util.List;
import java.util.Set;

/** Which words are the same to a {@link Bm25Index}, and which it leaves out. */
public enum WordForms {
  /** Words are the same as they are written, but for case and compatibility forms; all count. */
  AS_WRITTEN {
    @Override
    List<String> of(String text) {
      return Words.of(text);
    }
  },
  /**
   * English words are the same by their stems, as "returned" and "returns" are (Porter 1980), and
   * articles, prepositions and their like are left out: those of Lucene's English analyzer. Words
   * with other letters than a to z are as written.
   */
  ENGLISH {
    @Override
    List<String> of(String text) {
      EnglishStemmer stemmer = new EnglishStemmer();
      return Words.of(text).stream()
          .filter(word -> !STOP_WORDS.contains(word))
          .map(stemmer::stem)
          .toList();
    }
  };

  private static final Set<String> STOP_WORDS =
      Set.of(
          """
          a an and are as at be but by for if in into is it no not of on or such that the their then
          there these they this to was will with
          """
              .strip()
              .split("\\s+"));

  /** The words of a text that count, in its order. */
  abstract List<String> of(String text);
}
