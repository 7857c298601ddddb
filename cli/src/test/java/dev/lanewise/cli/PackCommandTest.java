package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** pack, unpack, and archives as models. */
class PackCommandTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void aPackedModelIsAModel() {
    Path model = CommandLineRun.golden("minilm");
    String zip = "" + folder.resolve("minilm.zip");
    CommandLineRun pack = CommandLineRun.lanewise("pack", "" + model, "-o", zip);
    assertEquals(0, pack.exitCode(), pack.err());
    assertTrue(pack.out().startsWith(zip + ": "), pack.out());
    assertTrue(pack.out().contains(" files, 0."), pack.out());
    CommandLineRun expected = similarity("" + model);
    assertEquals(expected.out(), similarity(zip).out());

    String jar = "" + folder.resolve("model-1.2.jar");
    CommandLineRun named =
        CommandLineRun.lanewise("pack", "" + model, "-o", jar, "--name", "model");
    assertTrue(named.out().endsWith("on the class path as model\n"), named.out() + named.err());
    assertEquals(expected.out(), similarity(jar).out());

    String output = "" + folder.resolve("unpacked");
    CommandLineRun unpack = CommandLineRun.lanewise("unpack", jar, "-o", output);
    assertEquals(0, unpack.exitCode(), unpack.err());
    assertEquals(expected.out(), similarity(output).out());
    CommandLineRun again = CommandLineRun.lanewise("unpack", jar, "-o", output);
    assertEquals(1, again.exitCode());
    assertEquals(
        "lanewise: " + output + ": is there already; it is not overwritten\n", again.err());
  }

  @Test
  void whatIsWrongIsSaidInOneLine() throws IOException {
    String model = "" + CommandLineRun.golden("minilm");
    CommandLineRun format = CommandLineRun.lanewise("pack", model, "-o", "model.rar");
    assertEquals(1, format.exitCode());
    assertEquals(1, format.err().lines().count(), format.err());
    Path damaged = Files.writeString(folder.resolve("a.zip"), "PK\3\4, but that is all");
    CommandLineRun archive = similarity("" + damaged);
    assertEquals(1, archive.exitCode());
    assertEquals(
        "lanewise: "
            + damaged
            + ": is not a zip archive, or a truncated one: it doesn't end as they do\n",
        archive.err());
    assertEquals(2, CommandLineRun.lanewise("pack", model).exitCode());
  }

  private static CommandLineRun similarity(String model) {
    return CommandLineRun.lanewise("similarity", "--model", model, "PVC", "a plastic");
  }
}
