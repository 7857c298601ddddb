package dev.lanewise.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.weights.read.SourceTensor;
import dev.lanewise.weights.read.WeightSource;
import dev.lanewise.weights.read.WeightSources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.function.Executable;

/** Files that other tools have written; see scripts/make_fixtures.py. */
public final class Fixtures {
  private static final Path FORMATS = Path.of("src", "test", "resources", "formats");

  private Fixtures() {}

  /** A file or folder among them. */
  public static Path path(String name) {
    return FORMATS.resolve(name);
  }

  /** All that a test can compare of a tensor: type, shape and bytes. */
  public record Content(String type, String shape, byte[] bytes) {}

  /** The tensors of a file by name. */
  public static Map<String, Content> tensors(Path file) throws IOException {
    Map<String, Content> tensors = new TreeMap<>();
    try (Arena arena = Arena.ofShared()) {
      WeightSource source = WeightSources.open(file, arena);
      for (SourceTensor tensor : source.tensors()) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tensor.content().writeTo(Channels.newChannel(bytes));
        String type = tensor.type().map(Enum::name).orElse(tensor.storedType());
        String shape = Arrays.toString(tensor.shape());
        tensors.put(tensor.name(), new Content(type, shape, bytes.toByteArray()));
      }
    }
    return tensors;
  }

  /** Asserts that two files hold the same tensors to the last bit. */
  public static void assertSame(Map<String, Content> expected, Map<String, Content> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach(
        (name, tensor) -> {
          Content other = Optional.ofNullable(actual.get(name)).orElseThrow();
          assertEquals(tensor.type(), other.type(), name);
          assertEquals(tensor.shape(), other.shape(), name);
          assertArrayEquals(tensor.bytes(), other.bytes(), name);
        });
  }

  /** Asserts that something is refused with a message that holds this. */
  @SuppressWarnings("exports") // tests are no module that others require
  public static void assertRefused(String said, Executable action) {
    Exception e = assertThrows(ModelFileException.class, action);
    assertTrue(String.valueOf(e.getMessage()).contains(said), e::getMessage);
  }
}
