package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ids and offsets are those of the reference library on a large generated corpus.
 *
 * <p>There is one accepted difference: where canonical reordering moves marks that are not dropped,
 * offsets are not compared. Ours point to where a mark came from, the reference's to where it went.
 */
class ReferenceTest {
  private static final int FEWEST_LINES = 100_000;

  /** The most lines whose offsets may be left uncompared. */
  private static final int MOST_REORDERED = 2_000;

  @TempDir private static Path scratch;

  private static List<String> lines;
  private static Map<String, Tokenizer> tokenizers;
  private static ByteBuffer expected; // int [lines], then short [lines]

  @BeforeAll
  static void read() {
    lines = ReferenceCorpus.lines();
    tokenizers = Reference.tokenizers(scratch);
    expected = Reference.unzipped("expected.bin.gz");
  }

  @Test
  void theCorpusIsLarge() {
    assertTrue(lines.size() >= FEWEST_LINES, () -> lines.size() + " lines");
    assertTrue(expected.capacity() == lines.size() * (Integer.BYTES + Short.BYTES));
  }

  @Test
  void idsAreTheReferences() {
    for (int line = 0; line < lines.size(); line++) {
      Hash hash = new Hash();
      for (Tokenizer tokenizer : tokenizers.values()) {
        hash.addAll(tokenizer.encode(lines.get(line)).ids());
      }
      if (hash.value() != expected.getInt(line * Integer.BYTES)) {
        fail(difference(line));
      }
    }
  }

  @Test
  void offsetsAreTheReferences() {
    int reordered = 0;
    for (int line = 0; line < lines.size(); line++) {
      int wanted = expected.getShort(lines.size() * Integer.BYTES + line * Short.BYTES) & 0xFFFF;
      if (wanted == 0) {
        reordered++;
      } else if (Math.max(offsetHash(lines.get(line)) & 0xFFFF, 1) != wanted) {
        fail(difference(line));
      }
    }
    int uncompared = reordered;
    assertTrue(uncompared <= MOST_REORDERED, () -> uncompared + " lines were not compared");
  }

  private static int offsetHash(String text) {
    Hash hash = new Hash();
    for (Tokenizer tokenizer : tokenizers.values()) {
      TokenSequence tokens = tokenizer.encode(text);
      for (int i = 0; i < tokens.size(); i++) {
        hash.add(tokens.start(i)).add(tokens.end(i));
      }
    }
    return hash.value();
  }

  private static String difference(int line) {
    String ours =
        tokenizers.entrySet().stream()
            .map(entry -> entry.getKey() + " " + describe(entry.getValue(), lines.get(line)))
            .collect(Collectors.joining("\n"));
    return "line "
        + line
        + " differs (make_tokenizer_goldens.py --line shows the reference's ids): "
        + TokenizerFixture.quoted(lines.get(line))
        + "\n"
        + ours;
  }

  private static String describe(Tokenizer tokenizer, String text) {
    TokenSequence tokens = tokenizer.encode(text);
    StringBuilder out = new StringBuilder(Arrays.toString(tokens.ids()));
    for (int i = 0; i < tokens.size(); i++) {
      out.append(" (").append(tokens.start(i)).append(", ").append(tokens.end(i)).append(')');
    }
    return out.toString();
  }
}
