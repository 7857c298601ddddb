package dev.lanewise.cli;

import dev.lanewise.engine.SentenceEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Started in other runtimes than the tests' own: encodes a text with a golden model and compares
 * the vector with the reference's. Uses nothing but the engine and java.base, so it runs where they
 * do.
 */
final class GoldenCheck {
  private static final String TEXT = "Polyvinyl chloride is a commonly used plastic.";

  /** Its place among the golden texts. */
  private static final int INDEX = 5;

  private GoldenCheck() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of("engine/src/test/resources/golden/minilm");
    try (SentenceEncoder encoder = SentenceEncoder.open(folder)) {
      float[] vector = encoder.encode(TEXT);
      float[] expected = expected(folder.resolve("expected.safetensors"), vector.length);
      for (int i = 0; i < vector.length; i++) {
        if (!(Math.abs(vector[i] - expected[i]) <= 1e-5)) {
          throw new AssertionError("component " + i + ": " + vector[i] + ", not " + expected[i]);
        }
      }
      System.out.println("kernel " + encoder.info().encoder().kernel());
    }
  }

  /**
   * The golden vector: its file holds the tensor "embeddings" at an offset that its header gives.
   */
  private static float[] expected(Path file, int dimension) throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = Math.toIntExact(bytes.getLong(0));
    String header = StandardCharsets.UTF_8.decode(bytes.slice(8, headerLength)).toString();
    String offsets =
        header.replaceAll("(?s).*\"embeddings\":\\{[^}]*\"data_offsets\":\\[(\\d+),.*", "$1");
    int at = 8 + headerLength + Integer.parseInt(offsets) + INDEX * dimension * Float.BYTES;
    float[] expected = new float[dimension];
    bytes.position(at).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(expected);
    return expected;
  }
}
