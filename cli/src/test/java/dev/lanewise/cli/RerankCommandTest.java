package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.CrossEncoder;
import dev.lanewise.engine.RankedDocument;
import dev.lanewise.engine.ScoreOptions;
import dev.lanewise.engine.TextPair;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that need a head: rerank and fill-mask, and what info says of their models. */
class RerankCommandTest {
  private static final Path HEADS =
      CommandLineRun.REPOSITORY.resolve("engine/src/test/resources/heads");
  private static final String PAIRS = HEADS.resolve("pairs.jsonl").toString();
  private static final String FAQ =
      CommandLineRun.REPOSITORY.resolve("examples/faq.jsonl").toString();

  private static CommandLineRun rerank(String model, String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("rerank", "--model", HEADS.resolve(model).toString()));
    all.addAll(List.of(arguments));
    return CommandLineRun.lanewise(all.toArray(String[]::new));
  }

  @Test
  void scoresPairsInTheirOrder() {
    byte[] input =
        "[\"What is PVC?\",\"A plastic.\"]\n[\"\",\"\\ud800\"]\n".getBytes(StandardCharsets.UTF_8);
    CommandLineRun run =
        CommandLineRun.lanewise(
            input,
            "rerank",
            "--model",
            HEADS.resolve("bert-saved").toString(),
            "--pairs",
            "-",
            "--raw-scores");
    assertEquals(0, run.exitCode(), run.err());
    try (CrossEncoder encoder = CrossEncoder.open(HEADS.resolve("bert-saved"))) {
      List<TextPair> pairs =
          List.of(new TextPair("What is PVC?", "A plastic."), new TextPair("", "\uFFFD"));
      List<String> expected = new ArrayList<>();
      encoder
          .score(pairs, ScoreOptions.RAW)
          .forEach(
              score ->
                  expected.add(
                      "{\"index\":" + expected.size() + ",\"score\":" + score.score() + "}"));
      assertEquals(expected, run.lines());
    }
  }

  @Test
  void namesSeveralLabelsAndSaysWhatWasCut() {
    CommandLineRun run = rerank("bert-nli", "--pairs", PAIRS, "--softmax");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(19, run.lines().size());
    assertTrue(
        run.lines().get(0).startsWith("{\"index\":0,\"scores\":{\"contradiction\":0."),
        run.lines().get(0));
    assertTrue(run.err().contains("of 19 were longer than the model's 72 tokens"), run.err());
    assertTrue(run.err().contains("the first is pair 12 with"), run.err());
  }

  @Test
  void ranksDocuments() {
    CommandLineRun run = rerank("bert-reranker", "What is PVC?", "--docs", FAQ, "--top", "2");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(2, run.lines().size());
    CommandLineRun table =
        rerank("bert-reranker", "What is PVC?", "--docs", FAQ, "--top", "1", "--format", "table");
    assertTrue(table.lines().get(0).matches("  1 +-?\\d+\\.\\d{4}  .+"), table.lines().get(0));
    try (CrossEncoder encoder = CrossEncoder.open(HEADS.resolve("bert-reranker"))) {
      List<String> documents =
          TextOptions.open(FAQ, java.util.Optional.empty(), java.util.Optional.empty()).toList();
      RankedDocument best = encoder.rank("What is PVC?", documents, 1).get(0);
      String expected =
          "{\"index\":" + best.index() + ",\"score\":" + best.score() + ",\"rank\":1,\"document\":";
      assertTrue(run.lines().get(0).startsWith(expected), run.lines().get(0));
      assertTrue(table.lines().get(0).endsWith("  " + documents.get(best.index())));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rerank --pairs x.jsonl | name a cross-encoder with --model: none is bundled",
        "rerank --model x | give either --pairs FILE, or QUERY with --docs FILE",
        "rerank --model x query | give either --pairs FILE, or QUERY with --docs FILE",
        "rerank --model x --pairs p --top 3 | give either --pairs FILE, or QUERY with --docs FILE",
        "rerank --model x q --docs d --top 0 | --top must be at least 1",
        "fill-mask [MASK] | name a masked language model with --model: none is bundled",
      })
  void saysWhatIsWrongAboutItsUsage(String arguments, String says) {
    CommandLineRun run = CommandLineRun.lanewise(arguments.split(" "));
    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().contains(says), run.err());
  }

  @Test
  void namesTheLineThatIsNoPair() {
    CommandLineRun run =
        CommandLineRun.lanewise(
            "[\"a\",\"b\"]\n[\"a\"]\n".getBytes(StandardCharsets.UTF_8),
            "rerank",
            "--model",
            HEADS.resolve("bert-saved").toString(),
            "--pairs",
            "-");
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("line 2 is not an array of two strings"), run.err());
  }

  @Test
  void fillsMasks() {
    String model = HEADS.resolve("bert-mlm").toString();
    CommandLineRun run =
        CommandLineRun.lanewise("fill-mask", "--model", model, "A [MASK] on [MASK]", "--top", "3");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(7, run.lines().size());
    assertEquals("", run.lines().get(3));
    assertTrue(run.lines().get(0).matches("\\S+ +0\\.\\d{4}"), run.lines().get(0));
    CommandLineRun none = CommandLineRun.lanewise("fill-mask", "--model", model, "no mask");
    assertEquals(1, none.exitCode());
    assertTrue(none.err().contains("has no [MASK]"), none.err());
  }

  @ParameterizedTest
  @CsvSource({
    "bert-saved, cross-encoder, sigmoid",
    "bert-nli, cross-encoder, entailment",
    "modernbert-reranker, cross-encoder, classification by mean",
    "bert-mlm, masked language model, [MASK]",
    "xlm-roberta-mlm, masked language model, 'masked tokens, <mask>'"
  })
  void infoSaysWhatTheModelIs(String model, String kind, String detail) {
    CommandLineRun run =
        CommandLineRun.lanewise("info", "--model", HEADS.resolve(model).toString());
    assertEquals(0, run.exitCode(), run.err());
    String out = String.join("\n", run.lines());
    assertTrue(out.contains(kind) && out.contains(detail), out);
  }
}
