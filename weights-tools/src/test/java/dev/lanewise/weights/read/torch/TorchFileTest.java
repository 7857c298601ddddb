package dev.lanewise.weights.read.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.weights.Fixtures;
import dev.lanewise.weights.ModelFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchFileTest {
  @TempDir private Path folder = Path.of("");

  /** Views, shared storages, every type: as the library itself copies them. */
  @ParameterizedTest
  @ValueSource(strings = {"zip.bin", "legacy.bin", "protocol4.bin"})
  void readsWhatTorchSaveWrites(String name) throws IOException {
    Fixtures.assertSame(
        Fixtures.tensors(Fixtures.path("tensors/expected.safetensors")),
        Fixtures.tensors(Fixtures.path("tensors/" + name)));
  }

  @Test
  void namesWhatIsNoTensor() {
    Fixtures.assertRefused(
        "epoch.bin: holds an integer as \"epoch\", not a tensor",
        () -> Fixtures.tensors(Fixtures.path("tensors/epoch.bin")));
    Fixtures.assertRefused(
        "asks for the Python name torch.nn.modules.linear.Linear",
        () -> Fixtures.tensors(Fixtures.path("tensors/module.bin")));
  }

  /** Whatever is cut off is missed: there is no length at which the rest would do. */
  @ParameterizedTest
  @ValueSource(strings = {"zip.bin", "legacy.bin"})
  void refusesEveryTruncation(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(Fixtures.path("tensors/" + name));
    Path file = folder.resolve("cut.bin");
    for (int length = 2; length < bytes.length; length += length < 300 ? 1 : 37) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThrows(ModelFileException.class, () -> Fixtures.tensors(file), "at " + length);
    }
  }

  @Test
  void refusesAStorageOfAnotherSize() throws IOException {
    byte[] bytes = Files.readAllBytes(Fixtures.path("tensors/legacy.bin"));
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    // The number of elements of the first storage, written as BININT1 after its place.
    int place = text.indexOf("cpu");
    int numel = text.indexOf("K\u000c", place);
    bytes[numel + 1] = 11;
    Path file = Files.write(folder.resolve("wrong.bin"), bytes);
    Fixtures.assertRefused("repeats the 11 elements of its storage", () -> Fixtures.tensors(file));
  }

  /** The recorded checkpoints beside the project, where they are. */
  @ParameterizedTest
  @ValueSource(strings = {"new.bin", "old.bin"})
  void readsTheRecordedCheckpoints(String name) throws IOException {
    Path file = Path.of("..", "..", "shared", "oracles", "torch", name);
    assumeTrue(Files.exists(file), "the recorded checkpoints are not there");
    assertEquals(
        Set.of("a", "at", "row", "h", "b", "i", "p", "s", "e", "bo"),
        Fixtures.tensors(file).keySet());
  }
}
