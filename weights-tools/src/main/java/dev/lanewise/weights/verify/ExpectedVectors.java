package dev.lanewise.weights.verify;

import dev.lanewise.engine.SentenceEncoder;
import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;
import dev.lanewise.weights.ModelFileException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Vectors that the reference implementation gave to some texts, a line of JSON each: {@code
 * {"text": …, "embedding": […]}}.
 */
public final class ExpectedVectors {
  private ExpectedVectors() {}

  /** A Python program that writes such a file. */
  public static String pythonScript() {
    return """
    # Writes the vectors that sentence-transformers gives to texts, for "lanewise verify --expected":
    #   python make_expected.py MODEL texts.txt > expected.jsonl
    import json
    import sys

    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(sys.argv[1], device="cpu").float()
    with open(sys.argv[2], encoding="utf-8") as lines:
        texts = lines.read().rstrip("\\n").split("\\n")
    for text in texts:
        # One at a time: no padding, no rounding that depends on other texts.
        vector = model.encode(text, batch_size=1)
        print(json.dumps({"text": text, "embedding": [float(x) for x in vector]}))
    """;
  }

  /**
   * Compares a model's vectors with those of a file.
   *
   * @throws ModelFileException if the file isn't one of vectors, or they have another length
   * @throws IOException if it can't be read
   */
  public static VectorCheck compare(SentenceEncoder encoder, Path file) throws IOException {
    int count = 0;
    double largest = 0;
    double minCosine = Double.POSITIVE_INFINITY;
    int worst = 0;
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        ByteBuffer json = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        JsonNode node = JsonNode.parse(file.toString(), json);
        float[] expected = vector(node.get("embedding"));
        float[] actual = encoder.encode(node.get("text").string());
        if (expected.length != actual.length) {
          throw new ModelFileException(
              file,
              "line "
                  + (count + 1)
                  + " has a vector of "
                  + expected.length
                  + " components, the model's have "
                  + actual.length);
        }
        double difference = difference(expected, actual);
        if (!(difference <= largest)) {
          largest = difference;
          worst = count;
        }
        minCosine = Math.min(minCosine, ModelComparison.cosine(expected, actual));
        count++;
      }
    } catch (JsonException e) {
      throw new ModelFileException(file, "line " + (count + 1) + ": " + e.detail());
    }
    if (count == 0) {
      throw new ModelFileException(file, "holds no vectors");
    }
    return new VectorCheck(count, largest, worst, minCosine);
  }

  private static float[] vector(JsonNode node) {
    List<JsonNode> elements = node.elements();
    float[] vector = new float[elements.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) elements.get(i).number();
    }
    return vector;
  }

  /** The largest difference of a component, where the expected vector has length one. */
  private static double difference(float[] expected, float[] actual) {
    double squares = 0;
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      squares += (double) expected[i] * expected[i];
      largest = Math.max(largest, Math.abs((double) expected[i] - actual[i]));
    }
    return squares == 0 ? largest : largest / Math.sqrt(squares);
  }
}
