package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MineCommandTest {
  private static final String MODEL = CommandLineRun.golden("minilm").toString();
  private static final byte[] DOCUMENTS =
      "PVC is a plastic\nthe cat sat\nPVC is a plastic.\nthe train leaves at seven\n"
          .getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder = Path.of("");

  @Test
  void printsTheMostSimilarPairsFirst() {
    CommandLineRun run =
        CommandLineRun.lanewise(
            DOCUMENTS, "mine", "--model", MODEL, "--docs", "-", "--max-pairs", "4");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals("score\tfirst\tsecond\tfirst_text\tsecond_text", run.lines().getFirst());
    assertEquals(5, run.lines().size());
    List<Double> scores =
        run.lines().stream().skip(1).map(line -> Double.valueOf(line.split("\t", -1)[0])).toList();
    assertEquals(scores.stream().sorted((a, b) -> Double.compare(b, a)).toList(), scores);
    CommandLineRun none =
        CommandLineRun.lanewise(
            DOCUMENTS, "mine", "--model", MODEL, "--docs", "-", "--min-score", "1.5");
    assertEquals(1, none.lines().size());
  }

  @Test
  void findsNegativesThatAreNoPositives() throws IOException {
    Path pairs = folder.resolve("pairs.jsonl");
    Files.writeString(
        pairs,
        """
        ["What is PVC?", "PVC is a plastic"]
        ["What is PVC?", "a\\tplastic"]
        """);
    CommandLineRun run =
        CommandLineRun.lanewise(
            DOCUMENTS,
            "mine",
            "--model",
            MODEL,
            "--docs",
            "-",
            "--pairs",
            "" + pairs,
            "--negatives",
            "2");
    assertEquals(0, run.exitCode(), run.err());
    List<String> lines = run.lines();
    assertEquals("query\tpositive\tnegative\tpositive_score\tnegative_score", lines.getFirst());
    assertEquals(5, lines.size(), run.out());
    assertTrue(lines.get(1).startsWith("What is PVC?\tPVC is a plastic\t"), run.out());
    assertTrue(lines.get(3).startsWith("What is PVC?\t\"a\tplastic\"\t"), run.out());
    assertTrue(
        lines.stream().noneMatch(line -> line.split("\t", -1)[2].equals("PVC is a plastic")),
        run.out());
  }

  @Test
  void wrongUsageIsExitCode2() {
    for (String[] wrong :
        new String[][] {
          {"--negatives", "3"},
          {"--neighbors", "0"},
          {"--pairs", "none.jsonl", "--max-pairs", "3"},
          {"--pairs", "none.jsonl", "--range-min", "5", "--range-max", "6"}
        }) {
      List<String> command = new ArrayList<>(List.of("mine", "--docs", "-"));
      command.addAll(List.of(wrong));
      CommandLineRun run = CommandLineRun.lanewise(DOCUMENTS, command.toArray(String[]::new));
      assertEquals(2, run.exitCode(), run.err());
      assertEquals("", run.out());
    }
  }
}
