package dev.lanewise.engine.weights;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.json.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files and verdicts of engine/scripts/make_safetensors_cases.py. */
@Tag("once")
class SafetensorsCasesTest {
  record Case(String name, byte[] file, JsonNode expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("accepted")
  void readsWhatTheReferenceReads(Case valid) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      SafetensorsFile file = SafetensorsFile.open(write(valid), arena);
      List<JsonNode> expected = valid.expected().get("tensors").elements();
      assertEquals(expected.size(), file.tensors().size());
      for (JsonNode tensor : expected) {
        Tensor actual = requireNonNull(file.tensors().get(tensor.get("name").string()));
        assertEquals(tensor.get("dtype").string(), actual.type().name());
        assertArrayEquals(
            tensor.get("shape").elements().stream().mapToLong(JsonNode::unsigned).toArray(),
            actual.shape());
        assertArrayEquals(
            Base64.getDecoder().decode(tensor.get("bytes").string()),
            actual.data().toArray(ValueLayout.JAVA_BYTE));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWithFileAndFault(Case broken) throws IOException {
    Path path = write(broken);
    try (Arena arena = Arena.ofConfined()) {
      WeightFormatException e =
          assertThrows(WeightFormatException.class, () -> SafetensorsFile.open(path, arena));
      String message = String.valueOf(e.getMessage());
      assertTrue(message.startsWith(path + ": "), message);
      assertTrue(message.contains(broken.expected().get("fault").string()), message);
    }
  }

  static Stream<Case> accepted() {
    return cases().filter(each -> each.expected().has("tensors"));
  }

  static Stream<Case> refused() {
    return cases().filter(each -> each.expected().has("fault"));
  }

  private Path write(Case each) throws IOException {
    return Files.write(folder.resolve("model.safetensors"), each.file());
  }

  private static Stream<Case> cases() {
    String name = "/weights/safetensors-cases.jsonl.gz";
    try (InputStream resource = SafetensorsCasesTest.class.getResourceAsStream(name)) {
      assertNotNull(resource);
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.US_ASCII));
      return lines
          .lines()
          .map(line -> JsonNode.parse(name, ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8))))
          .map(
              json ->
                  new Case(
                      json.get("name").string(),
                      Base64.getDecoder().decode(json.get("file").string()),
                      json))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
