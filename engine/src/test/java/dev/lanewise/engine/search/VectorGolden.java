package dev.lanewise.engine.search;

import static java.util.Objects.requireNonNull;

import dev.lanewise.engine.weights.SafetensorsFile;
import dev.lanewise.engine.weights.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.function.Function;

/** What scripts in engine/scripts say of vectors. */
public final class VectorGolden {
  /** By make_vector_golden.py. */
  private static final String FILE = "/search/golden.safetensors";

  private VectorGolden() {}

  /** Rows of floats; one row for a vector. */
  public static float[][] floats(String name) {
    return floats(FILE, name);
  }

  /** Rows of floats of another file. */
  static float[][] floats(String file, String name) {
    return read(
        file,
        name,
        tensor -> {
          int columns = (int) tensor.shape()[tensor.shape().length - 1];
          float[][] rows = new float[(int) (tensor.elements() / columns)][columns];
          for (int i = 0; i < rows.length; i++) {
            tensor.read((long) i * columns, rows[i], 0, columns);
          }
          return rows;
        });
  }

  /** The bytes of all rows. */
  static byte[] bytes(String name) {
    return read(FILE, name, tensor -> tensor.data().toArray(ValueLayout.JAVA_BYTE));
  }

  private static <T> T read(String resource, String name, Function<Tensor, T> reader) {
    try (Arena arena = Arena.ofConfined()) {
      Path file = Path.of(requireNonNull(VectorGolden.class.getResource(resource)).toURI());
      return reader.apply(requireNonNull(SafetensorsFile.open(file, arena).tensors().get(name)));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
