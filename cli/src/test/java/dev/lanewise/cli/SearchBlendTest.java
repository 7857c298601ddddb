package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Search by words, and by words and vectors together. */
class SearchBlendTest {
  private static final String MODEL = CommandLineRun.golden("minilm").toString();

  @Test
  void ranksByWordsWithoutAModel() {
    byte[] documents = "the cat sat\nPVC is a plastic\n聚氯乙烯是塑料\n".getBytes(StandardCharsets.UTF_8);
    CommandLineRun run =
        CommandLineRun.lanewise(
            documents,
            "search",
            "What is PVC?",
            "塑料",
            "--docs",
            "-",
            "--blend",
            "bm25",
            "--model",
            "/none");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(4, run.lines().size(), run.out());
    assertTrue(run.lines().get(1).endsWith("  PVC is a plastic"), run.out());
    assertTrue(run.lines().get(3).endsWith("  聚氯乙烯是塑料"), run.out());
  }

  @Test
  void fusesWordsAndVectors() {
    byte[] documents =
        "PVC is old plastic\nPVC is a plastic\nother\n".getBytes(StandardCharsets.UTF_8);
    String[] command = {
      "search", "PVC is a plastic", "--docs", "-", "--model", MODEL, "--blend", "rrf"
    };
    CommandLineRun run = CommandLineRun.lanewise(documents, command);
    assertEquals(0, run.exitCode(), run.err());
    // First in both rankings: 2 / (60 + 1).
    assertEquals("  1   0.0328  PVC is a plastic", run.lines().get(0));
    assertEquals(3, run.lines().size());
    CommandLineRun words = run(documents, command, "--dense-weight", "0");
    assertEquals(2, words.lines().size(), words.out());
  }

  @Test
  void addsScoresOfWordsAndVectors() {
    byte[] documents = "a cat\nPVC pipes\nother\n".getBytes(StandardCharsets.UTF_8);
    String[] command = {"search", "PVC pipe", "--docs", "-", "--model", MODEL, "--blend", "scores"};
    double cosine = firstScore(documents, command, "--dense-weight", "1") / 2;
    double words = firstScore(documents, command, "--dense-weight", "0") / 2;
    assertTrue(words > 0);
    assertEquals(cosine + words, firstScore(documents, command), 2e-4);
  }

  /** The score of "PVC pipes", which is to be the first. */
  private static double firstScore(byte[] documents, String[] command, String... options) {
    CommandLineRun run = run(documents, command, options);
    assertEquals(0, run.exitCode(), run.err());
    String first = run.lines().getFirst();
    assertTrue(first.endsWith("  PVC pipes"), run.out());
    return Double.parseDouble(first.strip().split(" +", 3)[1]);
  }

  private static CommandLineRun run(byte[] documents, String[] command, String... options) {
    return CommandLineRun.lanewise(
        documents, Stream.concat(Stream.of(command), Stream.of(options)).toArray(String[]::new));
  }
}
