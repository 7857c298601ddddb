package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** inspect, convert and verify. */
class WeightCommandsTest {
  private static final Path FORMATS =
      CommandLineRun.REPOSITORY.resolve("weights-tools/src/test/resources/formats");

  @TempDir private Path folder = Path.of("");

  @Test
  void inspectShowsTensorsAndStatistics() {
    String file = "" + FORMATS.resolve("tensors/zip.bin");
    CommandLineRun table = CommandLineRun.lanewise("inspect", file);
    assertEquals(0, table.exitCode(), table.err());
    assertTrue(
        table.lines().getFirst().endsWith("zip.bin: PyTorch, 18 tensors, 85 elements, 0.0 MB"),
        table.out());
    assertTrue(
        table.out().contains("float         -2.500      8.500       3.00     0     0  base [3, 4]"),
        table.out());
    CommandLineRun brief = CommandLineRun.lanewise("inspect", file, "--no-statistics");
    assertTrue(brief.out().contains("bfloat16   bfloat16 [3]"), brief.out());
    CommandLineRun json = CommandLineRun.lanewise("inspect", file, "--format", "json");
    assertTrue(json.out().contains("\"name\" : \"nan\""), json.out());
    assertTrue(json.out().contains("\"infinite\" : 1"), json.out());
    CommandLineRun refused =
        CommandLineRun.lanewise("inspect", "" + FORMATS.resolve("tensors/module.bin"));
    assertEquals(1, refused.exitCode());
    assertEquals(1, refused.err().lines().count(), refused.err());
    assertTrue(refused.err().contains("torch.nn.modules.linear.Linear"), refused.err());
  }

  @Test
  void aGgufFileIsConvertedAndVerified() throws IOException {
    String model = "" + folder.resolve("model");
    CommandLineRun convert =
        CommandLineRun.lanewise(
            "convert", "" + FORMATS.resolve("tiny/f32.gguf"), "-o", model, "--normalize");
    assertEquals(0, convert.exitCode(), convert.err());
    assertTrue(
        convert.out().contains("f32.gguf (GGUF): 21 tensors, 0.0 MB in " + model), convert.out());
    assertTrue(convert.err().contains("vectors are scaled to length one"), convert.err());
    String expected = "" + FORMATS.resolve("tiny/expected.jsonl");
    CommandLineRun vectors = CommandLineRun.lanewise("verify", model, "--expected", expected);
    assertEquals(0, vectors.exitCode(), vectors.err());
    assertTrue(vectors.out().startsWith("6 texts: largest difference "), vectors.out());
    CommandLineRun strict =
        CommandLineRun.lanewise("verify", model, "--expected", expected, "--tolerance", "1e-12");
    assertEquals(1, strict.exitCode());

    assertEquals(2, CommandLineRun.lanewise("verify", model).exitCode());
    assertEquals(0, CommandLineRun.lanewise("verify", model, "--write-manifest").exitCode());
    CommandLineRun files = CommandLineRun.lanewise("verify", model);
    assertEquals(0, files.exitCode(), files.err());
    assertTrue(files.out().startsWith("7 files are as "), files.out());
    Files.writeString(folder.resolve("model/vocab.txt"), "changed");
    CommandLineRun changed = CommandLineRun.lanewise("verify", model);
    assertEquals(1, changed.exitCode());
    assertTrue(changed.out().startsWith("vocab.txt: has the checksum "), changed.out());
  }

  @Test
  void verifyPrintsTheScript() {
    CommandLineRun run = CommandLineRun.lanewise("verify", "--write-script");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("model.encode(text, batch_size=1)"), run.out());
  }
}
