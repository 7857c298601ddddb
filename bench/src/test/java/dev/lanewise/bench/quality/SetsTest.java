package dev.lanewise.bench.quality;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetsTest {
  @TempDir private Path folder;

  @Test
  void readsDocumentsQueriesAndAnswers() throws IOException {
    write("ret-b-zh.docs.tsv", "x\t塑料\ny\tzwei\twith a tab\n");
    write("ret-b-zh.queries.tsv", "q1\twhat?\ty,x\n");
    write("ret-a.docs.tsv", "0\tone\n");
    write("ret-a.queries.tsv", "q\tone?\t0\n");

    List<RetrievalSet> sets = RetrievalSet.readAll(folder);

    assertEquals(List.of("a", "b-zh"), sets.stream().map(RetrievalSet::name).toList());
    assertTrue(sets.get(1).chinese());
    assertEquals(List.of("塑料", "zwei\twith a tab"), sets.get(1).documents());
    assertEquals(List.of("what?"), sets.get(1).queries());
    assertEquals(List.of(Set.of(0, 1)), sets.get(1).relevant());
  }

  @Test
  void anAnswerThatIsNoDocumentIsNamed() throws IOException {
    write("ret-a.docs.tsv", "0\tone\n");
    write("ret-a.queries.tsv", "q\tone?\t1\n");

    IOException e = assertThrows(IOException.class, () -> RetrievalSet.readAll(folder));

    assertTrue(
        String.valueOf(e.getMessage()).endsWith("query q: there is no document 1"), e::toString);
  }

  @Test
  void aLineWithoutEnoughColumnsIsNamed() throws IOException {
    write("ret-a.docs.tsv", "0\tone\n1\n");
    write("ret-a.queries.tsv", "");

    IOException e = assertThrows(IOException.class, () -> RetrievalSet.readAll(folder));

    assertTrue(String.valueOf(e.getMessage()).endsWith("line 2: 1 columns, not 2"), e::toString);
  }

  @Test
  void pairsToChooseByAreLeftOut() throws IOException {
    write("sts-stsb-en-dev.tsv", "1\ta\tb\n");
    write("sts-stsb-en-test.tsv", "2.5\ta cat\ta dog\n0\tx\ty\tsource\n");

    List<SimilaritySet> sets = SimilaritySet.readAll(folder);

    assertEquals(1, sets.size());
    SimilaritySet set = sets.get(0);
    assertEquals("stsb-en-test", set.name());
    assertArrayEquals(new double[] {2.5, 0}, set.gold());
    assertEquals(List.of("a cat", "x"), set.first());
    assertEquals(List.of("a dog", "y"), set.second());
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }
}
