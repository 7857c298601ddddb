package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuantizeCommandTest {
  private static final String MODEL = CommandLineRun.golden("minilm").toString();

  @TempDir private Path folder = Path.of("");

  @Test
  void writesAModelThatOtherCommandsTake() throws IOException {
    Path texts = Files.writeString(folder.resolve("texts.txt"), "What is PVC?\n聚氯乙烯\n");
    Path narrow = folder.resolve("narrow");
    CommandLineRun run =
        CommandLineRun.lanewise(
            "quantize", MODEL, "--to", "int8", "-o", "" + narrow, "--check", "" + texts);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(
        run.lines()
            .get(0)
            .matches("F32  to I8    max error \\S+e-0\\d  relative rms .*\\.weight \\[.*"),
        run.out());
    String end = run.out().substring(run.out().indexOf("weights "));
    assertTrue(
        end.matches(
            "weights 0\\.1 MB, before 0\\.4 MB\\R"
                + "cosine to the original over 2 texts: min 0\\.99\\d+ \\(text [01]\\), mean 0\\.99\\d+\\R"),
        end);
    CommandLineRun info = CommandLineRun.lanewise("info", "--model", "" + narrow);
    assertEquals(0, info.exitCode(), info.err());
    assertTrue(info.out().contains("(F32, I8, 0.1 MB mapped)"), info.out());
    assertEquals("", info.err());
  }

  @Test
  void printsJson() {
    CommandLineRun run =
        CommandLineRun.lanewise(
            "quantize",
            MODEL,
            "--to",
            "bf16",
            "--embeddings",
            "f32",
            "--format",
            "json",
            "-o",
            "" + folder.resolve("narrow"));
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("\"bytes_before\" : 370136"), run.out());
    assertTrue(run.out().contains("\"to\" : \"BF16\""), run.out());
    assertFalse(run.out().contains("word_embeddings"), run.out());
    assertFalse(run.out().contains("cosine"), run.out());
  }

  @Test
  void refusesToOverwriteAndUnknownForms() throws IOException {
    Path there = Files.createDirectories(folder.resolve("there"));
    Files.writeString(there.resolve("file"), "keep me");
    CommandLineRun taken =
        CommandLineRun.lanewise("quantize", MODEL, "--to", "int8", "-o", "" + there);
    assertEquals(1, taken.exitCode());
    assertEquals(
        "lanewise: " + there + ": is there already; it is not overwritten", taken.err().strip());
    CommandLineRun form =
        CommandLineRun.lanewise(
            "quantize", MODEL, "--to", "int4", "-o", "" + folder.resolve("new"));
    assertEquals(2, form.exitCode());
    assertTrue(form.err().contains("int4"), form.err());
  }
}
