package dev.lanewise.bench.quality;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.ClassicSimilarity;
import org.junit.jupiter.api.Test;

class LuceneRankerTest {
  private static final List<String> ENGLISH =
      List.of("The cat sat on the mat.", "Dogs are barking.", "Resetting the password of a cat");

  @Test
  void findsWordsByTheirStems() throws IOException {
    RetrievalSet set = set("pets", ENGLISH, "how to reset passwords", "a dog barks", "the");

    for (LuceneRanker ranker :
        List.of(
            new LuceneRanker("BM25", new BM25Similarity()),
            new LuceneRanker("TF-IDF", new ClassicSimilarity()))) {
      List<int[]> rankings = ranker.rank(set, 10);
      assertArrayEquals(new int[] {2}, rankings.get(0), ranker.name());
      assertArrayEquals(new int[] {1}, rankings.get(1), ranker.name());
      assertArrayEquals(new int[] {}, rankings.get(2), "a stop word finds nothing");
    }
  }

  @Test
  void theShorterOfTwoDocumentsComesFirst() throws IOException {
    RetrievalSet set = set("pets", ENGLISH, "cats");

    assertArrayEquals(
        new int[] {0, 2}, new LuceneRanker("BM25", new BM25Similarity()).rank(set, 2).get(0));
  }

  @Test
  void chineseIsSplitIntoWords() throws IOException {
    RetrievalSet set = set("pets-zh", List.of("猫喜欢吃鱼", "这是塑料"), "什么塑料");

    assertArrayEquals(
        new int[] {1}, new LuceneRanker("BM25", new BM25Similarity()).rank(set, 10).get(0));
  }

  private static RetrievalSet set(String name, List<String> documents, String... queries) {
    return new RetrievalSet(name, documents, List.of(queries), List.of(Set.of()));
  }
}
