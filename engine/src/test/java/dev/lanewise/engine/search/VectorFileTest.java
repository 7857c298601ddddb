package dev.lanewise.engine.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.weights.ElementType;
import dev.lanewise.engine.weights.SafetensorsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
class VectorFileTest {
  private static final VectorFile SMALL =
      new VectorFile(new float[][] {{1, -0.0f, 3}, {4, 5, Float.MIN_VALUE}}, Map.of("of", "此"));

  @TempDir Path folder;
  private Path path = Path.of("");

  @BeforeEach
  void namePath() {
    path = folder.resolve("index");
  }

  @Test
  void readsWhatItWrote() throws IOException {
    SMALL.write(path);
    SMALL.write(path);
    VectorFile read = VectorFile.read(path);
    assertArrayEquals(SMALL.vectors(), read.vectors());
    assertEquals(SMALL.metadata(), read.metadata());
  }

  @Test
  void readsAnEmptyFileThatItWrote() throws IOException {
    new VectorFile(new float[0][], Map.of()).write(path);
    assertEquals(0, VectorFile.read(path).vectors().length);
  }

  @Test
  void refusesAFileThatIsCutAnywhere() throws IOException {
    SMALL.write(path);
    byte[] whole = Files.readAllBytes(path);
    for (int length = 0; length < whole.length; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      assertRefused("");
    }
  }

  @Test
  void refusesAFileOfSomethingElse() throws IOException {
    Files.writeString(path, "no vectors at all");
    assertRefused("not a safetensors file");
    declare("weights", ElementType.F32, 0, 0);
    assertRefused("is not a file of vectors");
    declare("vectors", ElementType.F64, 0, 0);
    assertRefused("is not a file of vectors");
    declare("vectors", ElementType.F32, 0);
    assertRefused("is not a file of vectors");
  }

  /** A few bytes must not ask for gigabytes. */
  @Test
  void refusesVectorsWithoutComponents() throws IOException {
    declare("vectors", ElementType.F32, Integer.MAX_VALUE, 0);
    assertRefused("is not a file of vectors");
    declare("vectors", ElementType.F32, 1L << 40, 0);
    assertRefused("is not a file of vectors");
    declare("vectors", ElementType.F32, 0, 1L << 40);
    assertRefused("is not a file of vectors");
  }

  @Test
  void refusesVectorsOfDifferentLength() {
    float[][] ragged = {{1, 2, 3}, {1, 2}};
    assertThrows(IllegalArgumentException.class, () -> new VectorFile(ragged, Map.of()));
    assertThrows(IllegalArgumentException.class, () -> new VectorFile(new float[2][0], Map.of()));
  }

  @Test
  void saysThatThereIsNoSuchFile() {
    assertThrows(UncheckedIOException.class, () -> VectorFile.read(path));
  }

  private void assertRefused(String fault) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> VectorFile.read(path));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(path + ": ") && message.contains(fault), message);
  }

  private void declare(String tensor, ElementType type, long... shape) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      new SafetensorsWriter(Map.of()).declare(tensor, type, shape).writeHeader(channel);
    }
  }
}
