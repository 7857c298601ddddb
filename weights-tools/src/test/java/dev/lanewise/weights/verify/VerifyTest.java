package dev.lanewise.weights.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.SentenceEncoder;
import dev.lanewise.weights.Fixtures;
import dev.lanewise.weights.GoldenModels;
import dev.lanewise.weights.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void aManifestFindsEveryDifference() throws IOException {
    Path model = GoldenModels.copy("minilm", folder.resolve("model"));
    Files.writeString(model.resolve("empty"), "");
    Path file = model.resolve(Manifest.NAME);
    Files.writeString(file, Manifest.of(model, Progress.NONE).text());
    Manifest manifest = Manifest.read(file);
    assertTrue(
        manifest
            .text()
            .contains("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  empty\n"));
    assertEquals(List.of(), manifest.differences(model, Progress.NONE));
    Files.delete(model.resolve("empty"));
    Files.writeString(model.resolve("config.json"), "{}");
    Files.writeString(model.resolve("new"), "");
    List<String> differences = manifest.differences(model, Progress.NONE);
    assertEquals(3, differences.size(), differences::toString);
    assertTrue(differences.get(0).startsWith("config.json: has the checksum 44136fa355b3678a"));
    assertEquals("empty: is missing", differences.get(1));
    assertEquals("new: is not in the manifest", differences.get(2));
  }

  @Test
  void aManifestStaysInItsFolder() throws IOException {
    String checksum = "0".repeat(64);
    for (String name : List.of("/etc/passwd", "../x", "a/../../x", "a\\b")) {
      Path file = Files.writeString(folder.resolve("sums"), checksum + "  " + name + "\n");
      Fixtures.assertRefused("line 1 leads out of the folder", () -> Manifest.read(file));
    }
    Path twice = Files.writeString(folder.resolve("sums"), (checksum + "  a\n").repeat(2));
    Fixtures.assertRefused("line 2 names a again", () -> Manifest.read(twice));
    Path other = Files.writeString(folder.resolve("sums"), "hello\n");
    Fixtures.assertRefused("line 1 is not a SHA-256 checksum", () -> Manifest.read(other));
  }

  @Test
  void expectedVectorsAreCompared() throws IOException {
    Path model = Fixtures.path("tiny/source");
    Path expected = Fixtures.path("tiny/expected.jsonl");
    try (SentenceEncoder encoder = SentenceEncoder.open(model)) {
      VectorCheck same = ExpectedVectors.compare(encoder, expected);
      assertEquals(6, same.texts());
      assertTrue(same.maxDifference() < 1e-5, same::toString);
      assertEquals(1, same.minCosine(), 1e-9);

      List<String> lines = Files.readAllLines(expected);
      lines.set(2, lines.get(2).replaceFirst("\"text\": \"", "\"text\": \"not "));
      VectorCheck other =
          ExpectedVectors.compare(encoder, Files.write(folder.resolve("other.jsonl"), lines));
      assertEquals(2, other.worst());
      assertTrue(other.maxDifference() > 0.01, other::toString);

      Path shorter = Files.writeString(folder.resolve("a"), "{\"text\":\"\",\"embedding\":[1]}\n");
      Fixtures.assertRefused(
          "line 1 has a vector of 1 components", () -> ExpectedVectors.compare(encoder, shorter));
      Path empty = Files.writeString(folder.resolve("b"), "");
      Fixtures.assertRefused("holds no vectors", () -> ExpectedVectors.compare(encoder, empty));
      Path broken = Files.writeString(folder.resolve("c"), "{\"text\":\"\"}\n");
      Fixtures.assertRefused("lacks the key", () -> ExpectedVectors.compare(encoder, broken));
    }
  }

  @Test
  void comparingWithNoTextsIsNoComparison() {
    try (SentenceEncoder encoder = SentenceEncoder.open(Fixtures.path("tiny/source"))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> ModelComparison.compare(encoder, encoder, List.<String>of().iterator()));
    }
  }
}
