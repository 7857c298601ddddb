package dev.lanewise.tokenizer;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lanewise.json.JsonNode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Byte-pair encoding in the arrangements of published models, each normalizer and each splitter:
 * ids, offsets and decoded text are the reference's for all of the corpus.
 */
class ArrangementsTest {
  /** A golden hash stands for so many lines. */
  private static final int BLOCK = 64;

  @TempDir private static Path scratch;

  @TestFactory
  Stream<DynamicTest> everyBlockIsTheReferences() {
    List<String> lines = ReferenceCorpus.lines();
    int blocks = (lines.size() + BLOCK - 1) / BLOCK;
    Map<String, String> files = files();
    ByteBuffer expected = Reference.unzipped("arrangements.bin.gz");
    assertEquals(files.size() * blocks, expected.capacity() / Integer.BYTES);
    List<String> names = List.copyOf(files.keySet());
    return IntStream.range(0, names.size())
        .mapToObj(
            i ->
                dynamicTest(
                    names.get(i),
                    () ->
                        check(names.get(i), tokenizer(names.get(i)), lines, expected, i * blocks)));
  }

  /** The tokenizer of an arrangement, by its name in the script. */
  static Tokenizer tokenizer(String name, Path folder) {
    String json = requireNonNull(files().get(name));
    return TokenizerFixture.load(folder.resolve(name), Map.of("tokenizer.json", json));
  }

  private static Tokenizer tokenizer(String name) {
    return tokenizer(name, scratch);
  }

  /** The text of each arrangement's tokenizer.json, in the order of the golden hashes. */
  static Map<String, String> files() {
    JsonNode content =
        JsonNode.parse("arrangements.json.gz", Reference.unzipped("arrangements.json.gz"));
    Map<String, String> files = new LinkedHashMap<>();
    content
        .get("tokenizers")
        .fields()
        .forEach(
            (name, file) -> {
              String text = file.string();
              for (Map.Entry<String, JsonNode> model : content.get("models").fields().entrySet()) {
                text = text.replace("\"@" + model.getKey() + "@\"", model.getValue().string());
              }
              files.put(name, text);
            });
    return files;
  }

  private static void check(
      String name, Tokenizer tokenizer, List<String> lines, ByteBuffer expected, int from) {
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
    Horner hash = new Horner();
    for (String line : block) {
      TokenSequence tokens = tokenizer.encode(line);
      for (int i = 0; i < tokens.size(); i++) {
        hash.add(tokens.id(i));
        hash.add(tokens.start(i));
        hash.add(tokens.end(i));
      }
      hash.add(-1);
    }
    String first = tokenizer.decode(tokenizer.encode(block.getFirst()).ids(), false);
    first.codePoints().forEach(hash::add);
    return hash.value;
  }

  /** A polynomial, which the script computes as a sum. */
  private static final class Horner {
    private int value;

    void add(int next) {
      value = value * 0x9E3779B1 + next + 1;
    }
  }

  private static String difference(
      String name, int number, Tokenizer tokenizer, List<String> block) {
    List<String> ours = new ArrayList<>();
    ours.add(
        "differs (make_bpe_goldens.py --block "
            + number
            + " "
            + name
            + " shows the reference's answers):");
    for (int i = 0; i < block.size(); i++) {
      TokenSequence tokens = tokenizer.encode(block.get(i));
      StringBuilder line = new StringBuilder();
      line.append(number * BLOCK + i).append(' ').append(TokenizerFixture.quoted(block.get(i)));
      line.append(' ').append(IntStream.of(tokens.ids()).boxed().toList());
      for (int j = 0; j < tokens.size(); j++) {
        line.append(" (").append(tokens.start(j)).append(',').append(tokens.end(j)).append(')');
      }
      ours.add(line.toString());
    }
    ours.add("decoded: " + tokenizer.decode(tokenizer.encode(block.getFirst()).ids(), false));
    return String.join("\n", ours);
  }
}
