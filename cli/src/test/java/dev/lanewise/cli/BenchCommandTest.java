package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
  private static final String MODEL = CommandLineRun.golden("minilm").toString();

  @Test
  void measuresModelAndMachine(@TempDir Path folder) throws Exception {
    Path texts = folder.resolve("texts.txt");
    Files.writeString(texts, "one\ntwo words\nthree more words\n");
    CommandLineRun run =
        CommandLineRun.lanewise(
            "bench",
            "--model",
            MODEL,
            "--texts",
            texts.toString(),
            "--seconds",
            "0.1",
            "--batch",
            "8",
            "--threads",
            "1",
            "--format",
            "json");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(3, number(run, "texts"));
    assertEquals(1, number(run, "threads"));
    assertTrue(number(run, "machine_flops_per_second") > 1e6, run.out());
    assertTrue(number(run, "machine_bytes_per_second") > 1e6, run.out());
    assertTrue(number(run, "tokens_per_second") > number(run, "texts_per_second"), run.out());
    assertTrue(number(run, "query_p50_ms") > 0, run.out());
    assertTrue(number(run, "query_p99_ms") >= number(run, "query_p50_ms"), run.out());
    assertTrue(run.out().contains("\"feed-forward up\""), run.out());
  }

  @Test
  void printsTheRooflineAsATable() {
    CommandLineRun run =
        CommandLineRun.lanewise(
            "bench",
            "--model",
            MODEL,
            "--seconds",
            "0.1",
            "--weights",
            "int8",
            "--kernel",
            "scalar");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("kernel        scalar, "), run.out());
    assertTrue(run.out().contains("operation                 time   GFLOP/s     GB/s"), run.out());
  }

  @Test
  void refusesATimeThatIsNone() {
    CommandLineRun run = CommandLineRun.lanewise("bench", "--seconds", "0");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("--seconds must be above 0"), run.err());
  }

  private static double number(CommandLineRun run, String key) {
    Matcher matcher = Pattern.compile("\"" + key + "\" : ([-+.0-9eE]+)").matcher(run.out());
    assertTrue(matcher.find(), () -> key + " is missing: " + run.out() + run.err());
    return Double.parseDouble(matcher.group(1));
  }
}
