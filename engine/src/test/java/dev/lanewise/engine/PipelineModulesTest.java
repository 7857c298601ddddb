package dev.lanewise.engine;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.json.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Modules behind pooling against the reference; see engine/scripts/make_module_cases.py. */
class PipelineModulesTest {
  private static final Path EXPECTED = Golden.resource("/modules/modules.safetensors");
  private static final Map<String, JsonNode> CASES =
      JsonNode.read(Golden.resource("/modules/modules.json")).elements().stream()
          .collect(Collectors.toMap(made -> made.get("name").string(), Function.identity()));

  static final List<String> NAMES = CASES.keySet().stream().sorted().toList();

  private static final List<String> TEXTS =
      JsonNode.read(Golden.resource("/layouts/texts.json")).elements().stream()
          .map(JsonNode::string)
          .toList();

  @TempDir private Path folder = Path.of("");

  private FolderCopy copy(String name) {
    JsonNode made = requireNonNull(CASES.get(name));
    FolderCopy copy = FolderCopy.of("plain", folder);
    made.get("files").fields().forEach((file, content) -> copy.write(file, content.string()));
    made.get("binary")
        .fields()
        .forEach(
            (file, content) -> {
              try {
                Path path = folder.resolve(file);
                Files.createDirectories(requireNonNull(path.getParent()));
                Files.write(path, Base64.getDecoder().decode(content.string()));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return copy;
  }

  private SentenceEncoder open(String name) {
    copy(name);
    return SentenceEncoder.open(folder, LoadOptions.DEFAULT.withThreads(2));
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("NAMES")
  void makeTheVectorsOfTheReference(String name) {
    try (SentenceEncoder encoder = open(name)) {
      assertMatches(name + "/any", encoder.encode(TEXTS).vectors());
      assertMatches(name + "/query", encoder.encodeQuery(TEXTS).vectors());
      assertMatches(name + "/document", encoder.encodeDocument(TEXTS).vectors());
      assertEquals(encoder.dimension(), encoder.encode("a").length);
      assertEquals(encoder.dimension(), encoder.info().dimension());
    }
  }

  private static void assertMatches(String name, float[][] vectors) {
    float[][] expected = Golden.tensor(EXPECTED, name).orElseThrow();
    assertEquals(expected.length, vectors.length, name);
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

  @Test
  void areDescribed() {
    try (SentenceEncoder encoder = open("gtr")) {
      assertEquals(List.of("dense 32 -> 32 identity", "normalize"), encoder.info().modules());
      assertTrue(encoder.info().normalize());
    }
  }

  @Test
  void normalizationAtTheEndIsLeftOutOnRequest() {
    EncodeOptions never =
        EncodeOptions.DEFAULT.withNormalization(EncodeOptions.Normalization.NEVER);
    try (SentenceEncoder encoder = open("gtr")) {
      float[] plain = encoder.encode("PVC", never).vector();
      float[] unit = encoder.encode("PVC");
      assertEquals(1, length(unit), 1e-6);
      assertTrue(Math.abs(length(plain) - 1) > 0.1);
      assertEquals(1, Similarity.COSINE.of(plain, unit), 1e-6);
    }
  }

  private static double length(float[] vector) {
    return Math.sqrt(Similarity.DOT.of(vector, vector));
  }

  @Test
  void tokensHaveTheHiddenStatesOfTheReference() {
    try (SentenceEncoder encoder = open("dense")) {
      List<TokenVectors> tokens = encoder.encodeTokens(TEXTS, EncodeOptions.DEFAULT);
      for (int i = 0; i < TEXTS.size(); i++) {
        assertMatches("tokens/" + i, tokens.get(i).vectors());
        assertEquals(tokens.get(i).tokens().size(), tokens.get(i).vectors().length);
      }
    }
  }

  /** Windows that end where sentences do; the module behind pooling is linear. */
  @Test
  void longTextsInWindowsHaveTheMeanOfTheirWindows() {
    copy("gtr");
    String one = "What is PVC?";
    String other;
    int tokens;
    try (SentenceEncoder encoder = SentenceEncoder.open(folder)) {
      tokens = encoder.tokenize(one, EncodeOptions.DEFAULT).size();
      other = ofTokens(encoder, tokens);
    }
    FolderCopy.at(folder)
        .write("sentence_bert_config.json", "{\"max_seq_length\": " + tokens + "}");
    try (SentenceEncoder encoder = SentenceEncoder.open(folder)) {
      EncodeOptions plain =
          EncodeOptions.DEFAULT.withNormalization(EncodeOptions.Normalization.NEVER);
      float[] expected = encoder.encode(one, plain).vector();
      float[] second = encoder.encode(other, plain).vector();
      for (int i = 0; i < expected.length; i++) {
        expected[i] = (expected[i] + second[i]) / 2;
      }
      String text = one + " " + other;
      EncodeOptions windows = EncodeOptions.DEFAULT.withLongTexts(LongTexts.inWindows(0));
      Embedding embedding = encoder.encode(text, windows);
      assertEquals(1, length(embedding.vector()), 1e-6);
      assertEquals(1, Similarity.COSINE.of(expected, embedding.vector()), 1e-6);
      assertFalse(embedding.truncated());
      assertTrue(encoder.encode(text, EncodeOptions.DEFAULT).truncated());
      // Texts that fit are what they are without windows.
      assertArrayEquals(encoder.encode(one), encoder.encode(one, windows).vector());
      EncodeOptions wide = windows.withLongTexts(LongTexts.inWindows(tokens));
      assertThrows(IllegalArgumentException.class, () -> encoder.encode(text, wide));
    }
  }

  /** Another text of so many tokens. */
  private static String ofTokens(SentenceEncoder encoder, int tokens) {
    StringBuilder text = new StringBuilder("is");
    while (encoder.tokenize(text.toString(), EncodeOptions.DEFAULT).size() < tokens) {
      text.append(" ?");
    }
    assertEquals(tokens, encoder.tokenize(text.toString(), EncodeOptions.DEFAULT).size());
    return text.toString();
  }

  @Test
  void whatDoesNotFitIsRefusedByName() {
    assertRefused(
        copy ->
            copy.write("2_Dense/config.json", "{\"in_features\": 31," + "\"out_features\": 16}"),
        "in_features",
        "is 31",
        "32 components");
    assertRefused(
        copy ->
            copy.write("2_Dense/config.json", "{\"in_features\": 32," + "\"out_features\": 17}"),
        "linear.weight",
        "[16, 32]",
        "[17, 32]");
    assertRefused(
        copy ->
            copy.write(
                "2_Dense/config.json",
                "{\"in_features\": 32," + "\"out_features\": 16, \"bias\": false}"),
        "no use for",
        "linear.bias");
    assertRefused(
        copy ->
            copy.write(
                "2_Dense/config.json",
                "{\"in_features\": 32,"
                    + "\"out_features\": 16, \"activation_function\": \"torch.nn.Hardtanh\"}"),
        "unsupported activation",
        "Hardtanh");
    assertRefused(
        copy ->
            copy.write(
                "2_Dense/config.json",
                "{\"in_features\": 32,"
                    + "\"out_features\": 16, \"activation_function\": \"mine.Tanh\"}"),
        "mine.Tanh");
    assertRefused(
        copy ->
            copy.write(
                "2_Dense/config.json",
                "{\"in_features\": 32,"
                    + "\"out_features\": 16, \"module_input_name\": \"token_embeddings\"}"),
        "token_embeddings");
    assertRefused(copy -> copy.delete("2_Dense/config.json"), "2_Dense", "no config.json");
    assertRefused(copy -> copy.delete("2_Dense/model.safetensors"), "2_Dense", "no weights");
    assertRefused(
        copy -> {
          copy.delete("2_Dense/model.safetensors");
          copy.write("2_Dense/pytorch_model.bin", "?");
        },
        "2_Dense",
        "pytorch_model.bin",
        "lanewise convert");
    for (String module : List.of("CNN", "LSTM", "BoW", "WordWeights", "WeightedLayerPooling")) {
      assertRefused(
          copy ->
              copy.write(
                  "modules.json",
                  String.format(
                      Locale.ROOT,
                      """
                  [{"path": "", "type": "sentence_transformers.models.Transformer"},
                   {"path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
                   {"path": "2_X", "type": "sentence_transformers.models.%s"}]\
                  """,
                      module)),
          "unsupported module",
          module);
    }
  }

  private void assertRefused(Consumer<FolderCopy> damage, String... said) {
    FolderCopy copy = copy("dense");
    damage.accept(copy);
    String message =
        String.valueOf(
            assertThrows(ModelFormatException.class, () -> SentenceEncoder.open(folder))
                .getMessage());
    for (String part : said) {
      assertTrue(message.contains(part), message);
    }
    deleteAll();
  }

  private void deleteAll() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(folder)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
