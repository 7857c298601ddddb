package dev.lanewise.engine;

import static java.util.Objects.requireNonNull;

import dev.lanewise.engine.weights.SafetensorsFile;
import dev.lanewise.engine.weights.Tensor;
import dev.lanewise.json.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The small models in the test resources, and what the reference implementation says of them. */
public final class Golden {
  /** Each covers another family or folder layout; see the scripts in engine/scripts. */
  public static final List<String> MODELS = models("/golden", "expected.safetensors");

  /** The text whose hidden states are kept after each layer. */
  public static final int STAGE_TEXT = 5;

  private Golden() {}

  /**
   * The names of the folders with a model.
   *
   * @param root the folder among the test resources that they are in
   * @param expected the file that tells them from others
   */
  static List<String> models(String root, String expected) {
    try (Stream<Path> folders = Files.list(resource(root))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve(expected)))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A model's folder. */
  public static Path folder(String model) {
    return resource("/golden/" + model);
  }

  /** A file or folder among the test resources. */
  public static Path resource(String name) {
    try {
      return Path.of(requireNonNull(Golden.class.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The texts that all models have expected vectors of. */
  public static List<String> texts() {
    return lines(folder("texts.jsonl")).stream().map(JsonNode::string).toList();
  }

  /** The texts that a model has expected vectors of: those of all, and some of its own. */
  public static List<String> texts(String model) {
    List<String> texts = new ArrayList<>(texts());
    lines(folder(model).resolve("texts.jsonl")).forEach(line -> texts.add(line.string()));
    return texts;
  }

  /** The token ids of each text, cut at the model's limit; none where only vectors are expected. */
  public static List<int[]> ids(String model) {
    return lines(folder(model).resolve("ids.jsonl")).stream()
        .map(line -> line.elements().stream().mapToInt(id -> id.integer(0, 1 << 26)).toArray())
        .toList();
  }

  /** The JSON values of a file's lines; none where there is no such file. */
  private static List<JsonNode> lines(Path file) {
    if (Files.notExists(file)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(line -> ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)))
          .map(bytes -> JsonNode.parse(file.toString(), bytes))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Expected vectors or hidden states: {@code [rows][width]}. */
  public static float[][] expected(String model, String name) {
    return tensor(folder(model).resolve("expected.safetensors"), name).orElseThrow();
  }

  /** A matrix in a safetensors file, if it is there: {@code [rows][width]}. */
  public static Optional<float[][]> tensor(Path file, String name) {
    try (Arena arena = Arena.ofConfined()) {
      return Optional.ofNullable(SafetensorsFile.open(file, arena).tensors().get(name))
          .map(Golden::rows);
    }
  }

  private static float[][] rows(Tensor tensor) {
    float[][] rows = new float[(int) tensor.shape()[0]][(int) tensor.shape()[1]];
    for (int i = 0; i < rows.length; i++) {
      tensor.read((long) i * rows[i].length, rows[i], 0, rows[i].length);
    }
    return rows;
  }

  /** The largest difference of two vectors' components, each vector scaled to length one. */
  public static double unitDifference(float[] a, float[] b) {
    double lengthA = length(a);
    double lengthB = length(b);
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] / lengthA - b[i] / lengthB));
    }
    return largest;
  }

  private static double length(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    return Math.sqrt(squares);
  }
}
