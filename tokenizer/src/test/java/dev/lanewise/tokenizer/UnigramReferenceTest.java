package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Unigram in the arrangements of published models: a good part of the corpus, ids and offsets. */
class UnigramReferenceTest {
  /** Every so many-th line of the corpus is compared. */
  private static final int STEP = 4;

  @TempDir private static Path scratch;

  @TestFactory
  Stream<DynamicTest> everyBlockIsTheReferences() {
    List<String> names = List.copyOf(Reference.arrangements("unigram.json.gz").keySet());
    ReferenceBlocks blocks = ReferenceBlocks.read("unigram.bin.gz", STEP, names.size());
    return IntStream.range(0, names.size())
        .mapToObj(
            i ->
                dynamicTest(
                    names.get(i),
                    () ->
                        blocks.check(
                            i,
                            names.get(i),
                            ReferenceCasesTest.unigram(names.get(i), scratch),
                            "make_unigram_goldens.py")));
  }
}
