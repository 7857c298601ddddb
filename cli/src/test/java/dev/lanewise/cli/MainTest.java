package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all commands have in common, and the small ones. */
class MainTest {
  private static final String MODEL = CommandLineRun.golden("minilm").toString();

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "embed",
        "tokenize",
        "similarity",
        "search",
        "mine",
        "info",
        "pull",
        "quantize",
        "inspect",
        "convert",
        "verify"
      })
  void everyCommandHasHelpWithExamples(String command) {
    CommandLineRun run = CommandLineRun.lanewise(command, "--help");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().contains("Examples:"), run.out());
    assertTrue(run.out().contains("  lanewise " + command), run.out());
    assertEquals("", run.err());
  }

  @Test
  void wrongUsageIsExitCode2AndNothingOnStandardOutput() {
    for (String[] arguments :
        new String[][] {
          {},
          {"nonsense"},
          {"embed"},
          {"embed", "--nonsense"},
          {"pull"},
          {"pull", "../../etc"},
          {"pull", "org/name@a..b"},
          {"embed", "--model", MODEL, "--text", "a", "--format", "xml"},
          {"embed", "--model", MODEL, "--text", "a", "--prompt", "a", "--prompt-text", "b"},
          {"embed", "--model", MODEL, "--text", "a", "--calibration", "sample.txt"},
          {"similarity", "one"},
          {"search", "query"},
          {"search", "query", "--docs", "-", "--top", "0"},
          {"search", "query", "--docs", "-", "--blend", "sum"},
          {"search", "query", "--docs", "-", "--blend", "bm25", "--index", "file"},
          {"search", "query", "--docs", "-", "--dense-weight", "0.5"},
          {"search", "query", "--docs", "-", "--blend", "rrf", "--dense-weight", "1.5"}
        }) {
      CommandLineRun run = CommandLineRun.lanewise(arguments);
      String command = String.join(" ", arguments);
      assertEquals(2, run.exitCode(), command + ": " + run.err());
      assertEquals("", run.out(), command);
      assertTrue(run.err().startsWith("lanewise: "), command + ": " + run.err());
    }
  }

  @Test
  void failuresAreOneLineAndExitCode1() {
    for (String[] arguments :
        new String[][] {
          {"info", "--model", "/no/such/folder"},
          {"info", "--model", MODEL + "/config.json"},
          {"info", "--model", MODEL, "--kernel", "gpu"},
          {"info", "--model", MODEL, "--compute", "double"},
          {"info", "--model", MODEL, "--compute", "int", "--weights", "bf16"},
          {"info", "--model", MODEL, "--threads", "0"},
          {"embed", "--model", MODEL, "/no/such/file.txt"},
          {"embed", "--model", MODEL, "/"},
          {"embed", "--model", MODEL, "--text", "a", "--dims", "0"},
          {"embed", "--model", MODEL, "--text", "a", "--dims", "49"},
          {"embed", "--model", MODEL, "--text", "a", "-o", "/no/such/folder/file"}
        }) {
      CommandLineRun run = CommandLineRun.lanewise(arguments);
      String command = String.join(" ", arguments);
      assertEquals(1, run.exitCode(), command + ": " + run.err());
      assertEquals("", run.out(), command);
      assertEquals(1, run.err().lines().count(), command + ": " + run.err());
      assertTrue(run.err().startsWith("lanewise: "), command + ": " + run.err());
    }
    CommandLineRun verbose = CommandLineRun.lanewise("info", "--model", "/no", "--verbose");
    assertTrue(verbose.err().contains("\tat dev.lanewise."), verbose.err());
  }

  @Test
  void tokenizeShowsWhatTheModelSees() {
    CommandLineRun run =
        CommandLineRun.lanewise(
            "tokenize", "--model", MODEL, "--text", "PVC", "--text", "[SEP] \"é\"");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(2, run.lines().size());
    assertTrue(
        run.lines().get(0).matches("\\{\"index\":0,\"ids\":\\[2,\\d+,3],\"tokens\":.*"), run.out());
    assertTrue(run.lines().get(0).endsWith("\"tokens\":[\"[CLS]\",\"pvc\",\"[SEP]\"]}"), run.out());
    assertTrue(run.lines().get(1).contains("\"[CLS]\",\"[SEP]\",\"[UNK]\",\"e\""), run.out());
  }

  @Test
  void similarityPrintsTheReadingBesideTheCosine() {
    CommandLineRun table = CommandLineRun.lanewise("similarity", "--model", MODEL, "a", "a", "你好");
    assertEquals(0, table.exitCode(), table.err());
    assertEquals(" 1.0000  nearly the same meaning             a", table.lines().get(0));
    assertTrue(table.lines().get(1).endsWith("你好"), table.out());
    CommandLineRun json =
        CommandLineRun.lanewise("similarity", "--model", MODEL, "--format", "json", "a", "a");
    assertEquals(
        "{\"text\":\"a\",\"similarities\":[{\"text\":\"a\",\"cosine\":1.0,"
            + "\"reading\":\"nearlythesamemeaning\"}]}",
        json.out().replaceAll("\\s", ""));
  }

  @Test
  void searchFindsDocumentsAndKeepsTheirVectors() throws IOException {
    Path documents =
        Files.writeString(folder.resolve("docs.txt"), "the cat sat\nPVC is a plastic\n聚氯乙烯是塑料\n");
    Path index = folder.resolve("docs.index");
    String[] command = {
      "search",
      "--model",
      MODEL,
      "PVC is a plastic",
      "--docs",
      "" + documents,
      "--index",
      "" + index
    };
    CommandLineRun first = CommandLineRun.lanewise(command);
    assertEquals(0, first.exitCode(), first.err());
    assertEquals("  1   1.0000  PVC is a plastic", first.lines().get(0));
    assertEquals(3, first.lines().size());
    byte[] kept = Files.readAllBytes(index);
    CommandLineRun second = CommandLineRun.lanewise(command);
    assertEquals(first.out(), second.out());
    assertEquals("", second.err());
    assertTrue(java.util.Arrays.equals(kept, Files.readAllBytes(index)));

    Files.writeString(documents, "something else\n");
    CommandLineRun changed = CommandLineRun.lanewise(command);
    assertTrue(changed.err().contains("made anew"), changed.err());
    assertEquals(1, changed.lines().size());

    Files.writeString(index, "not an index");
    CommandLineRun damaged = CommandLineRun.lanewise(command);
    assertEquals(1, damaged.exitCode());
    assertEquals("not an index", Files.readString(index));
  }

  @Test
  void searchPrintsJson() {
    byte[] documents = "a\nb\n".getBytes(StandardCharsets.UTF_8);
    CommandLineRun run =
        CommandLineRun.lanewise(
            documents,
            "search",
            "a",
            "b",
            "--model",
            MODEL,
            "--docs",
            "-",
            "--top",
            "1",
            "--format",
            "json");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(
        "[{\"query\":\"a\",\"results\":[{\"rank\":1,\"score\":1.0,\"index\":0,\"document\":\"a\"}]},"
            + "{\"query\":\"b\",\"results\":[{\"rank\":1,\"score\":1.0,\"index\":1,\"document\":\"b\"}]}]",
        run.out().replaceAll("\\s", ""));
  }

  @Test
  void infoTellsTheKernelAndWarnings() {
    CommandLineRun table =
        CommandLineRun.lanewise(
            "info", "--model", CommandLineRun.golden("plain").toString(), "--kernel", "scalar");
    assertEquals(0, table.exitCode(), table.err());
    assertTrue(table.out().contains("kernel        scalar: it was asked for"), table.out());
    assertTrue(table.out().contains("compute       float"), table.out());
    assertTrue(table.err().contains("there is no modules.json"), table.err());
    CommandLineRun json =
        CommandLineRun.lanewise("info", "--model", MODEL, "--compute", "int", "--format", "json");
    assertTrue(json.out().contains("\"compute\" : \"int\""), json.out());
    assertTrue(json.out().contains("\"hidden_size\" : 48"), json.out());
    assertTrue(json.out().contains("\"max_tokens\" : 128"), json.out());
  }

  @Test
  void aBrokenPipeEndsQuietly() {
    String command =
        String.join(
            " ",
            CommandLineRun.java(),
            "--add-modules=jdk.incubator.vector -cp",
            "'" + System.getProperty("java.class.path") + "'",
            "dev.lanewise.cli.Main embed --model",
            MODEL,
            "-",
            "| head -c 10");
    byte[] manyTexts = "text\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);
    CommandLineRun run = CommandLineRun.run(List.of("sh", "-c", command), Map.of(), manyTexts);
    assertEquals("{\"index\":0", run.out());
    assertFalse(run.err().contains("lanewise"), run.err());
  }
}
