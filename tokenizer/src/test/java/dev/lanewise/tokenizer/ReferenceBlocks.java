package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Hashes of what several tokenizers of the reference make of the corpus, one for each block of its
 * lines.
 *
 * @param lines the lines that are compared
 * @param hashes those of the first tokenizer, of the second, and so on
 */
record ReferenceBlocks(List<String> lines, ByteBuffer hashes) {
  /** A hash stands for so many lines. */
  private static final int SIZE = 32;

  /** The hashes in a file, for every so many-th line. */
  static ReferenceBlocks read(String file, int step, int tokenizers) {
    List<String> corpus = ReferenceCorpus.lines();
    List<String> lines =
        IntStream.range(0, (corpus.size() + step - 1) / step)
            .mapToObj(i -> corpus.get(i * step))
            .toList();
    ReferenceBlocks blocks = new ReferenceBlocks(lines, Reference.unzipped(file));
    assertEquals(tokenizers * blocks.count(), blocks.hashes.capacity() / Integer.BYTES);
    return blocks;
  }

  /**
   * Compares ids and offsets.
   *
   * @param index which of the tokenizers it is
   * @param script what shows the reference's answers, given a block's number and the name
   */
  void check(int index, String name, Tokenizer tokenizer, String script) {
    for (int number = 0; number < count(); number++) {
      int block = number;
      List<String> some = lines.subList(number * SIZE, Math.min((number + 1) * SIZE, lines.size()));
      assertEquals(
          hashes.getInt((index * count() + number) * Integer.BYTES),
          hash(tokenizer, some),
          () ->
              some.stream()
                  .map(line -> describe(line, tokenizer.encode(line)))
                  .collect(
                      Collectors.joining(
                          "\n",
                          "differs (" + script + " --block " + block + " \"" + name + "\"):\n",
                          "\n")));
    }
  }

  private int count() {
    return (lines.size() + SIZE - 1) / SIZE;
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

  private static String describe(String line, TokenSequence tokens) {
    return TokenizerFixture.quoted(line)
        + " "
        + IntStream.of(tokens.ids()).boxed().toList()
        + IntStream.range(0, tokens.size())
            .mapToObj(i -> "(" + tokens.start(i) + "," + tokens.end(i) + ")")
            .collect(Collectors.joining(" ", " ", ""));
  }
}
