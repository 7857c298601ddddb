package dev.lanewise.weights;

import dev.lanewise.json.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The engine's small models, whose vectors are known. */
public final class GoldenModels {
  private static final Path GOLDEN =
      Path.of("..", "engine", "src", "test", "resources", "golden").toAbsolutePath().normalize();

  private GoldenModels() {}

  /** A model's folder. */
  public static Path folder(String model) {
    return GOLDEN.resolve(model);
  }

  /** Texts to encode. */
  public static List<String> texts() {
    try (Stream<String> lines = Files.lines(GOLDEN.resolve("texts.jsonl"))) {
      return lines
          .map(line -> ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)))
          .map(line -> JsonNode.parse("texts.jsonl", line).string())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a model. */
  public static Path copy(String model, Path to) throws IOException {
    Path from = folder(model);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return to;
  }
}
