package dev.lanewise.engine.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class Bm25IndexTest {
  /** Lengths 2, 4, 3 and 0: the mean is 2.25. */
  private static final List<String> TEXTS =
      List.of("red apple", "apple pie, Apple tart", "the red car", "");

  private final Bm25Index index = new Bm25Index(TEXTS, WordForms.AS_WRITTEN);

  @Test
  void scoresAsTheFormulaSays() {
    // "apple" is in 2 of 4 texts: ln(1 + 2.5 / 2.5) = ln 2; "tart" in 1: ln(1 + 3.5 / 1.5).
    double apple = Math.log(2);
    double tart = Math.log(1 + 3.5 / 1.5);
    List<Match> matches = index.search("an APPLE tart", 10);
    assertEquals(List.of(1, 0), matches.stream().map(Match::index).toList());
    double second = 1.2 * (0.25 + 0.75 * 4 / 2.25);
    assertEquals(
        apple * 2 * 2.2 / (2 + second) + tart * 2.2 / (1 + second), matches.get(0).score(), 1e-6);
    double first = 1.2 * (0.25 + 0.75 * 2 / 2.25);
    assertEquals(apple * 2.2 / (1 + first), matches.get(1).score(), 1e-6);
  }

  @Test
  void countsAWordOfTheQueryOnce() {
    assertEquals(index.search("apple", 9), index.search("Apple apple APPLE", 9));
  }

  @Test
  void findsOnlyWhatSharesAWord() {
    assertEquals(List.of(), index.search("banana", 10));
    assertEquals(List.of(), index.search("", 10));
    assertEquals(List.of(), index.search("apple", 0));
    assertEquals(1, index.search("apple", 1).size());
  }

  @Test
  void ofEqualTextsTheFirstIsBetter() {
    Bm25Index same = new Bm25Index(List.of("x y", "a b", "b a", "b a"));
    assertEquals(List.of(1, 2, 3), same.search("b a", 9).stream().map(Match::index).toList());
    assertEquals(List.of(1, 2), same.search("b a", 2).stream().map(Match::index).toList());
  }

  @Test
  void itsParametersAreThoseOfTheFormula() {
    Bm25Index once = new Bm25Index(TEXTS, WordForms.AS_WRITTEN, 0, 0);
    for (Match match : once.search("apple", 9)) {
      assertEquals(Math.log(2), match.score(), 1e-6);
    }
    Bm25Index long1 = new Bm25Index(TEXTS, WordForms.AS_WRITTEN, 2, 0);
    assertEquals(
        Math.log(2) * 2 * 3 / (2 + 2.0), long1.search("apple", 1).getFirst().score(), 1e-6);
  }

  @Test
  void findsEnglishWordsByTheirStems() {
    List<String> texts = List.of("All of the returns", "it is returned, not sent", "the return");
    Bm25Index stems = new Bm25Index(texts);
    assertEquals(3, stems.search("Returning?", 9).size());
    assertEquals(List.of(), stems.search("is it not the", 9));
    Bm25Index written = new Bm25Index(texts, WordForms.AS_WRITTEN);
    assertEquals(List.of(), written.search("Returning?", 9));
    assertEquals(3, written.search("is it not the", 9).size());
  }

  @Test
  void findsChineseOfOneCharacterAndOfMore() {
    Bm25Index chinese = new Bm25Index(List.of("塑料管道", "料理很好吃", "汽车"));
    assertEquals(0, chinese.search("什么是塑料？", 1).getFirst().index());
    assertEquals(2, chinese.search("车", 1).getFirst().index());
    assertEquals(List.of(), chinese.search("猫", 9));
  }

  @Test
  void ofNothingFindsNothing() {
    assertEquals(List.of(), new Bm25Index(List.of()).search("a", 5));
    assertEquals(List.of(), new Bm25Index(List.of("", "?")).search("a", 5));
    assertEquals(2, new Bm25Index(List.of("", "?")).size());
  }

  @Test
  void refusesWhatIsNoParameter() {
    for (double[] wrong : new double[][] {{-1, 0}, {Double.NaN, 0}, {1, -0.1}, {1, 1.1}}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new Bm25Index(TEXTS, WordForms.ENGLISH, wrong[0], wrong[1]));
    }
    assertThrows(IllegalArgumentException.class, () -> index.search("a", -1));
  }
}
