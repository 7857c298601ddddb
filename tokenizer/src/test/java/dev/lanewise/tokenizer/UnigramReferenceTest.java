package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Unigram in the arrangements of published models: a good part of the corpus, ids and offsets. */
class UnigramReferenceTest {
  /** Every so many-th line of the corpus is compared. */
  private static final int STEP = 4;

  /** A golden hash stands for so many of them. */
  private static final int BLOCK = 32;

  @TempDir private static Path scratch;

  @TestFactory
  Stream<DynamicTest> everyBlockIsTheReferences() {
    List<String> lines = new ArrayList<>();
    List<String> corpus = ReferenceCorpus.lines();
    for (int i = 0; i < corpus.size(); i += STEP) {
      lines.add(corpus.get(i));
    }
    int blocks = (lines.size() + BLOCK - 1) / BLOCK;
    Map<String, String> files = Reference.arrangements("unigram.json.gz");
    ByteBuffer expected = Reference.unzipped("unigram.bin.gz");
    assertEquals(files.size() * blocks, expected.capacity() / Integer.BYTES);
    List<String> names = List.copyOf(files.keySet());
    return IntStream.range(0, names.size())
        .mapToObj(
            i -> dynamicTest(names.get(i), () -> check(names.get(i), lines, expected, i * blocks)));
  }

  private static void check(String name, List<String> lines, ByteBuffer expected, int from) {
    Tokenizer tokenizer = ReferenceCasesTest.unigram(name, scratch);
    for (int start = 0; start < lines.size(); start += BLOCK) {
      List<String> block = lines.subList(start, Math.min(start + BLOCK, lines.size()));
      int number = start / BLOCK;
      assertEquals(
          expected.getInt((from + number) * Integer.BYTES),
          hash(tokenizer, block),
          () -> difference(name, number, tokenizer, block));
    }
  }

  private static int hash(Tokenizer tokenizer, List<String> block) {
    Hash hash = new Hash();
    for (String line : block) {
      TokenSequence tokens = tokenizer.encode(line);
      for (int i = 0; i < tokens.size(); i++) {
        hash.add(tokens.id(i)).add(tokens.start(i)).add(tokens.end(i));
      }
      hash.add(-1);
    }
    return hash.value();
  }

  private static String difference(
      String name, int number, Tokenizer tokenizer, List<String> block) {
    return block.stream()
        .map(line -> TokenizerFixture.quoted(line) + " " + describe(tokenizer.encode(line)))
        .collect(
            Collectors.joining(
                "\n",
                "differs (make_unigram_goldens.py --block "
                    + number
                    + " "
                    + name
                    + " shows the reference's answers):\n",
                "\n"));
  }

  private static String describe(TokenSequence tokens) {
    return IntStream.of(tokens.ids()).boxed().toList()
        + IntStream.range(0, tokens.size())
            .mapToObj(i -> "(" + tokens.start(i) + "," + tokens.end(i) + ")")
            .collect(Collectors.joining(" ", " ", ""));
  }
}
