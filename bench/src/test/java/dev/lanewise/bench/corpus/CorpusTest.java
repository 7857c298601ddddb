package dev.lanewise.bench.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorpusTest {
  private final Corpus corpus = new Corpus(1, CorpusTest::tokens);

  /** Words and two special tokens. */
  private static int tokens(String text) {
    return 2 + (text.isEmpty() ? 0 : text.split(" ").length);
  }

  @Test
  void theSameSeedGivesTheSameTexts() {
    assertEquals(new Corpus(1, CorpusTest::tokens).mixed(50), corpus.mixed(50));
    assertNotEquals(new Corpus(2, CorpusTest::tokens).mixed(50), corpus.mixed(50));
  }

  @Test
  void lengthsAreMixedAndMostlyShort() {
    List<String> texts = corpus.mixed(1000);
    IntSummaryStatistics lengths = texts.stream().mapToInt(CorpusTest::tokens).summaryStatistics();
    assertEquals(Corpus.LEAST_TOKENS, lengths.getMin());
    assertTrue(lengths.getMax() > 120 && lengths.getMax() <= Corpus.MOST_TOKENS, "" + lengths);
    assertTrue(lengths.getAverage() > 20 && lengths.getAverage() < 40, "" + lengths);
  }

  @Test
  void hardlyTwoTextsAreTheSame() {
    // Equal texts would be encoded once, and throughput look better than it is.
    assertTrue(new HashSet<>(corpus.mixed(1000)).size() > 990);
  }

  @Test
  void textsHaveTheLengthAskedFor() {
    for (String text : corpus.ofLength(128, 20)) {
      assertEquals(128, tokens(text));
    }
    for (String query : corpus.queries(100)) {
      assertTrue(tokens(query) >= 8 && tokens(query) <= 16, query);
    }
  }
}
