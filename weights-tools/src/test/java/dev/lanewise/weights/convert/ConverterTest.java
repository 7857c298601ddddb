package dev.lanewise.weights.convert;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.SentenceEncoder;
import dev.lanewise.weights.Fixtures;
import dev.lanewise.weights.Fixtures.Content;
import dev.lanewise.weights.Progress;
import dev.lanewise.weights.verify.ExpectedVectors;
import dev.lanewise.weights.verify.VectorCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model in each format, as its producer wrote it, gives the same folder. */
class ConverterTest {
  private static final Path TINY = Fixtures.path("tiny");
  private static final Path ORIGINAL = TINY.resolve("source/model.safetensors");

  @TempDir private Path folder = Path.of("");

  @Test
  void checkpointsKeepEveryBit() throws IOException {
    Path model = source("zip.bin", "pytorch_model.bin");
    ConversionReport report = convert(model);
    assertEquals(List.of(), report.notes());
    Fixtures.assertSame(Fixtures.tensors(ORIGINAL), converted());
    assertGivesTheExpectedVectors();
    assertFalse(Files.exists(folder.resolve("out/pytorch_model.bin")));
    assertEquals(
        -1, Files.mismatch(model.resolve("modules.json"), folder.resolve("out/modules.json")));
  }

  /** Names from TensorFlow, a prefix and a head that the engine knows, and a buffer. */
  @Test
  void oldNamesBecomeTodaysNames() throws IOException {
    ConversionReport report = convert(source("legacy.bin", "pytorch_model.bin"));
    assertEquals("6 tensors renamed", report.notes().getFirst());
    assertEquals(
        "not needed and left out: [bert.embeddings.position_ids]", report.notes().getLast());
    Map<String, Content> expected = new TreeMap<>();
    Fixtures.tensors(ORIGINAL).forEach((name, tensor) -> expected.put("bert." + name, tensor));
    Map<String, Content> actual = converted();
    actual.remove("cls.predictions.bias");
    Fixtures.assertSame(expected, actual);
    assertGivesTheExpectedVectors();
  }

  @Test
  void shardsAreMerged() throws IOException {
    Path model = source("pytorch_model.bin.index.json", "pytorch_model.bin.index.json");
    for (String shard : List.of("00001", "00002")) {
      String name = "pytorch_model-" + shard + "-of-00002.bin";
      Files.copy(TINY.resolve(name), model.resolve(name));
    }
    assertEquals("PyTorch, 2 shards", convert(model).format());
    Fixtures.assertSame(Fixtures.tensors(ORIGINAL), converted());
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      assertTrue(files.noneMatch(file -> file.toString().contains("pytorch_model")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "onnx/model.onnx"})
  void onnxWeightsGetTheirNamesBack(String place) throws IOException {
    convert(source("model.onnx", place));
    Fixtures.assertSame(Fixtures.tensors(ORIGINAL), converted());
    assertGivesTheExpectedVectors();
  }

  @ParameterizedTest
  @CsvSource({"f32, 1e-5", "f16, 2e-3", "bf16, 2e-2", "q8_0, 2e-2"})
  void aGgufFileIsAModelByItself(String form, double tolerance) throws IOException {
    Path file = TINY.resolve(form + ".gguf");
    new Converter(true).convert(file, folder.resolve("out"), Progress.NONE);
    assertEquals(
        Files.readString(TINY.resolve("source/vocab.txt")),
        Files.readString(folder.resolve("out/vocab.txt")));
    assertTrue(check().maxDifference() <= tolerance, () -> "" + check());
    Map<String, Content> actual = converted();
    assertEquals(Fixtures.tensors(ORIGINAL).keySet(), actual.keySet());
    switch (form) {
      case "f32" -> Fixtures.assertSame(Fixtures.tensors(ORIGINAL), actual);
      case "q8_0" ->
          Fixtures.tensors(TINY.resolve("q8_0.safetensors"))
              .forEach(
                  (name, tensor) ->
                      Fixtures.assertSame(
                          Map.of(name, tensor), Map.of(name, requireNonNull(actual.get(name)))));
      default -> {
        String name = "encoder.layer.0.output.dense.weight";
        assertEquals(form.toUpperCase(Locale.ROOT), requireNonNull(actual.get(name)).type());
      }
    }
  }

  @Test
  void modulesBehindTheTransformerAreConverted() throws IOException {
    Path model = source("zip.bin", "pytorch_model.bin");
    Files.createDirectories(model.resolve("2_Dense"));
    Files.copy(TINY.resolve("dense.bin"), model.resolve("2_Dense/pytorch_model.bin"));
    Files.copy(TINY.resolve("dense.bin"), model.resolve("sparse_linear.pt"));
    ConversionReport report = convert(model);
    assertEquals(
        List.of("converted 2_Dense/pytorch_model.bin", "converted sparse_linear.pt"),
        report.notes());
    for (String name : List.of("2_Dense/model.safetensors", "sparse_linear.safetensors")) {
      Fixtures.assertSame(
          Fixtures.tensors(TINY.resolve("dense.bin")),
          Fixtures.tensors(folder.resolve("out").resolve(name)));
    }
    assertFalse(Files.exists(folder.resolve("out/sparse_linear.pt")));
  }

  @Test
  void aWeightFileTakesTheFolderAroundIt() throws IOException {
    Path model = source("model.onnx", "onnx/model.onnx");
    Files.copy(TINY.resolve("zip.bin"), model.resolve("pytorch_model.bin"));
    Path file = model.resolve("onnx/model.onnx");
    ConversionReport report =
        new Converter(false).convert(file, folder.resolve("out"), Progress.NONE);
    assertEquals("ONNX", report.format());
    assertEquals(
        List.of("not copied, the weights in other formats: [pytorch_model.bin]"), report.notes());
    assertGivesTheExpectedVectors();
  }

  @Test
  void leavesNothingBehindWhenItRefuses() throws IOException {
    Path model = source("dense.bin", "onnx/model.onnx");
    Fixtures.assertRefused("model.onnx: ", () -> convert(model));
    Path odd = Files.createDirectories(folder.resolve("odd"));
    Files.copy(Fixtures.path("tensors/typed.onnx"), odd.resolve("model.onnx"));
    Files.writeString(odd.resolve("config.json"), "{\"model_type\":\"bert\"}");
    Fixtures.assertRefused("has no name of a parameter", () -> convert(odd));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(
          List.of("model", "odd"),
          left.map(path -> folder.relativize(path).toString()).sorted().toList());
    }
  }

  /** The original's folder with other weights. */
  private Path source(String weights, String place) throws IOException {
    Path model = folder.resolve("model");
    Path original = TINY.resolve("source");
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("model.safetensors")) {
          Path copy = model.resolve(original.relativize(file).toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
    Files.createDirectories(model.resolve(place).getParent());
    Files.copy(TINY.resolve(weights), model.resolve(place));
    return model;
  }

  private ConversionReport convert(Path model) throws IOException {
    return new Converter(false).convert(model, folder.resolve("out"), Progress.NONE);
  }

  private Map<String, Content> converted() throws IOException {
    return Fixtures.tensors(folder.resolve("out/model.safetensors"));
  }

  private void assertGivesTheExpectedVectors() {
    VectorCheck check = check();
    assertTrue(check.maxDifference() <= 1e-5, check::toString);
  }

  private VectorCheck check() {
    try (SentenceEncoder encoder = SentenceEncoder.open(folder.resolve("out"))) {
      return ExpectedVectors.compare(encoder, TINY.resolve("expected.jsonl"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
