package dev.lanewise.engine;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.json.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Folders in many layouts against the reference; see engine/scripts/make_layouts.py. */
class FolderLayoutTest {
  private static final Map<String, JsonNode> LAYOUTS =
      JsonNode.read(Golden.resource("/layouts/layouts.json")).elements().stream()
          .collect(Collectors.toMap(layout -> layout.get("name").string(), Function.identity()));

  static final List<String> NAMES = LAYOUTS.keySet().stream().sorted().toList();

  private static final List<String> TEXTS =
      JsonNode.read(Golden.resource("/layouts/texts.json")).elements().stream()
          .map(JsonNode::string)
          .toList();

  private static final Map<String, EncodeOptions> ROLES =
      Map.of(
          "any", EncodeOptions.DEFAULT,
          "query", EncodeOptions.QUERY,
          "document", EncodeOptions.DOCUMENT);

  @ParameterizedTest(name = "{0}")
  @FieldSource("NAMES")
  void encodesAsTheReferenceDoes(String name, @TempDir Path folder) {
    JsonNode layout = requireNonNull(LAYOUTS.get(name));
    write(layout, folder);
    try (SentenceEncoder encoder =
        SentenceEncoder.open(folder, LoadOptions.DEFAULT.withThreads(1))) {
      String longText = "x ".repeat(1000);
      int maxTokens = layout.get("max_tokens").integer(1, 1000);
      assertEquals(maxTokens, encoder.encode(longText, EncodeOptions.DEFAULT).tokens(), name);
      assertEquals(maxTokens, encoder.info().encoder().maxTokens(), name);
      ROLES.forEach((role, options) -> assertMatches(name + "/" + role, encoder, options));
    }
  }

  private static void write(JsonNode layout, Path folder) {
    FolderCopy copy = FolderCopy.of("plain", folder, layout.get("base").string());
    layout
        .find("truncation")
        .ifPresent(
            cut ->
                copy.replace(
                    "tokenizer.json", "\"truncation\":null", "\"truncation\":" + cut.string()));
    layout.get("files").fields().forEach((file, content) -> copy.write(file, content.string()));
  }

  private static void assertMatches(String name, SentenceEncoder encoder, EncodeOptions options) {
    float[][] expected =
        Golden.tensor(Golden.resource("/layouts/layouts.safetensors"), name).orElseThrow();
    float[][] vectors = encoder.encode(TEXTS, options).vectors();
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i].length, vectors[i].length, name);
      for (int k = 0; k < vectors[i].length; k++) {
        double difference = Math.abs(expected[i][k] - vectors[i][k]);
        double scale = Math.max(1, Math.abs(expected[i][k]));
        String place = name + ", text " + i + ", component " + k + ": differs by " + difference;
        assertTrue(difference <= 1e-5 * scale, place);
      }
    }
  }
}
