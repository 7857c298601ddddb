package dev.lanewise.weights.quantize;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.LoadOptions;
import dev.lanewise.engine.SentenceEncoder;
import dev.lanewise.engine.weights.ElementType;
import dev.lanewise.engine.weights.Int8Weights;
import dev.lanewise.engine.weights.SafetensorsFile;
import dev.lanewise.engine.weights.Tensor;
import dev.lanewise.weights.GoldenModels;
import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.Progress;
import dev.lanewise.weights.files.OutputTensor;
import dev.lanewise.weights.files.SafetensorsOutput;
import dev.lanewise.weights.verify.CosineSummary;
import dev.lanewise.weights.verify.ModelComparison;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QuantizerTest {
  private static final String WORDS = "embeddings.word_embeddings.weight";
  private static final String QUERY = "encoder.layer.0.attention.self.query.weight";

  @TempDir private Path folder = Path.of("");

  /** The file holds what the engine would have rounded the wide file to. */
  @ParameterizedTest
  @CsvSource({"minilm, bf16", "minilm, f16", "minilm, int8", "bge, int8", "odd, int8"})
  void linearLayersAreTheEnginesOwnToTheLastBit(String model, String form) throws IOException {
    Path wide = GoldenModels.folder(model);
    Path narrow = folder.resolve("narrow");
    new Quantizer(WeightForm.of(form), WeightForm.F32).quantize(wide, narrow, Progress.NONE);
    assertSameVectors(wide, form, narrow, "auto");
  }

  /** Tables of embeddings are widened row by row, layers in registers: to the same values. */
  @ParameterizedTest
  @EnumSource(value = WeightForm.class, names = "F32", mode = EnumSource.Mode.EXCLUDE)
  void widenedAgainTheVectorsAreTheSame(WeightForm form) throws IOException {
    Path narrow = folder.resolve("narrow");
    Path wide = folder.resolve("wide");
    new Quantizer(form, form).quantize(GoldenModels.folder("minilm"), narrow, Progress.NONE);
    new Quantizer(WeightForm.F32, WeightForm.F32).quantize(narrow, wide, Progress.NONE);
    assertSameVectors(narrow, "auto", wide, "auto");
    assertSameVectors(narrow, "f32", wide, "f32");
    assertSameVectors(narrow, form.toString(), narrow, "auto");
    try (Arena arena = Arena.ofConfined()) {
      SafetensorsFile file = SafetensorsFile.open(wide.resolve("model.safetensors"), arena);
      assertFalse(file.metadata().containsKey(Int8Weights.KEY));
      assertTrue(file.tensors().values().stream().noneMatch(t -> t.type() == form.type()));
    }
  }

  @ParameterizedTest
  @CsvSource({"BF16, 0.52, 0.9999", "F16, 0.52, 0.999999", "INT8, 0.31, 0.998"})
  void isSmallerAndNearlyTheSame(WeightForm form, double size, double cosine) throws IOException {
    Path wide = GoldenModels.folder("minilm");
    Path narrow = folder.resolve("narrow");
    QuantizationReport report = new Quantizer(form, form).quantize(wide, narrow, Progress.NONE);
    assertEquals(Files.size(wide.resolve("model.safetensors")), report.bytesBefore());
    assertEquals(Files.size(narrow.resolve("model.safetensors")), report.bytesAfter());
    assertTrue(report.bytesAfter() < size * report.bytesBefore(), report::toString);
    try (SentenceEncoder before = SentenceEncoder.open(wide);
        SentenceEncoder after = SentenceEncoder.open(narrow)) {
      assertEquals(before.info().encoder().parameters(), after.info().encoder().parameters());
      assertEquals(List.of(), after.info().encoder().warnings());
      CosineSummary summary =
          ModelComparison.compare(before, after, GoldenModels.texts().iterator());
      assertEquals(GoldenModels.texts().size(), summary.texts());
      assertTrue(summary.min() >= cosine && summary.min() < 1, summary::toString);
      assertTrue(summary.mean() >= summary.min(), summary::toString);
    }
  }

  @Test
  void reportsHowFarWeightsWereMoved() throws IOException {
    Path wide = GoldenModels.folder("minilm");
    Path narrow = folder.resolve("narrow");
    QuantizationReport report =
        new Quantizer(WeightForm.INT8, WeightForm.F16).quantize(wide, narrow, Progress.NONE);
    QuantizedTensor query =
        report.tensors().stream().filter(t -> t.name().equals(QUERY)).findAny().orElseThrow();
    float[] before = values(wide, QUERY);
    float[] after = new float[before.length];
    try (Arena arena = Arena.ofConfined()) {
      SafetensorsFile file = SafetensorsFile.open(narrow.resolve("model.safetensors"), arena);
      Tensor integers = requireNonNull(file.tensors().get(QUERY));
      Tensor scales = requireNonNull(file.tensors().get(QUERY + Int8Weights.SCALE_SUFFIX));
      int columns = (int) integers.shape()[1];
      float[] scale = new float[(int) scales.elements()];
      scales.read(0, scale, 0, scale.length);
      for (int i = 0; i < after.length; i++) {
        after[i] = integers.data().get(ValueLayout.JAVA_BYTE, i) * scale[i / columns];
      }
      assertEquals(ElementType.F16, requireNonNull(file.tensors().get(WORDS)).type());
    }
    double max = 0;
    double errors = 0;
    double squares = 0;
    for (int i = 0; i < before.length; i++) {
      double error = (double) after[i] - before[i];
      max = Math.max(max, Math.abs(error));
      errors += error * error;
      squares += (double) before[i] * before[i];
    }
    assertEquals("F32", query.from());
    assertEquals("I8", query.to());
    assertEquals(max, query.maxError());
    assertEquals(Math.sqrt(errors / squares), query.relativeRms(), 1e-12);
    assertTrue(query.relativeRms() > 1e-3 && query.relativeRms() < 2e-2, query::toString);
  }

  @Test
  void takesOverEverythingElse() throws IOException {
    Path wide = GoldenModels.copy("minilm", folder.resolve("wide"));
    Files.createDirectories(wide.resolve("onnx"));
    Files.writeString(wide.resolve("onnx/model.onnx"), "another form of the weights");
    Files.writeString(wide.resolve("pytorch_model.bin"), "another form of the weights");
    Files.writeString(wide.resolve(".gitattributes"), "hidden");
    Path narrow = folder.resolve("narrow");
    QuantizationReport report =
        new Quantizer(WeightForm.INT8, WeightForm.INT8).quantize(wide, narrow, Progress.NONE);
    assertEquals(
        List.of(Path.of("onnx/model.onnx"), Path.of("pytorch_model.bin")), report.leftOut());
    Set<Path> expected = new HashSet<>(filesIn(GoldenModels.folder("minilm")));
    assertEquals(expected, new HashSet<>(filesIn(narrow)));
    for (Path file : expected) {
      boolean weights = file.equals(Path.of("model.safetensors"));
      Path original = wide.resolve(file.toString());
      assertEquals(weights, Files.mismatch(original, narrow.resolve(file.toString())) >= 0);
    }
    // Tensors that aren't matrices keep their bits.
    assertArrayEquals(
        values(wide, "embeddings.LayerNorm.weight"), values(narrow, "embeddings.LayerNorm.weight"));
  }

  @Test
  void mergesShardsAndLooksIntoTheTransformersFolder() throws IOException {
    Path wide = folder.resolve("wide");
    GoldenModels.copy("f16-shards", wide.resolve("0_Transformer"));
    Files.move(wide.resolve("0_Transformer/modules.json"), wide.resolve("modules.json"));
    Files.move(wide.resolve("0_Transformer/1_Pooling"), wide.resolve("1_Pooling"));
    String modules = Files.readString(wide.resolve("modules.json"));
    Files.writeString(
        wide.resolve("modules.json"),
        modules.replaceFirst("\"path\": \"\"", "\"path\": \"0_Transformer\""));
    Path narrow = folder.resolve("narrow");
    QuantizationReport report =
        new Quantizer(WeightForm.INT8, WeightForm.F16).quantize(wide, narrow, Progress.NONE);
    assertTrue(Files.exists(narrow.resolve("0_Transformer/model.safetensors")));
    assertFalse(Files.exists(narrow.resolve("0_Transformer/model.safetensors.index.json")));
    assertTrue(report.tensors().stream().noneMatch(t -> t.name().equals(WORDS)), "was f16 before");
    assertSameVectors(wide, "int8", narrow, "auto");
  }

  @Test
  void anInt8ModelStaysAsItIs() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    Quantizer quantizer = new Quantizer(WeightForm.INT8, WeightForm.INT8);
    quantizer.quantize(GoldenModels.folder("minilm"), first, Progress.NONE);
    QuantizationReport report = quantizer.quantize(first, second, Progress.NONE);
    assertEquals(List.of(), report.tensors());
    assertEquals(
        -1,
        Files.mismatch(first.resolve("model.safetensors"), second.resolve("model.safetensors")));
  }

  @Test
  void leavesNothingBehindWhenItRefuses() throws IOException {
    Path model = GoldenModels.copy("minilm", folder.resolve("model"));
    Path there = Files.createDirectories(folder.resolve("there"));
    Files.writeString(there.resolve("file"), "keep me");
    assertRefused(model, there, WeightForm.INT8, "there: is there already");
    assertRefused(model, model.resolve("int8"), WeightForm.INT8, "in the model's own folder");
    assertRefused(
        folder.resolve("there"), folder.resolve("new"), WeightForm.INT8, "holds no model");
    poke(model, QUERY, 49, 70000);
    assertRefused(
        model,
        folder.resolve("new"),
        WeightForm.F16,
        "tensor " + QUERY + " holds 70000.0 at index 49, which is beyond the range of f16");
    poke(model, QUERY, 49, Float.NaN);
    assertRefused(
        model,
        folder.resolve("new"),
        WeightForm.INT8,
        "tensor " + QUERY + " holds NaN at index 49");
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(
          List.of("model", "there"),
          left.map(path -> folder.relativize(path).toString()).sorted().toList());
    }
  }

  private static void assertRefused(Path model, Path target, WeightForm form, String message) {
    Exception e =
        assertThrows(
            ModelFileException.class,
            () -> new Quantizer(form, form).quantize(model, target, Progress.NONE));
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
  }

  private static void assertSameVectors(Path a, String weightsOfA, Path b, String weightsOfB) {
    List<String> texts = GoldenModels.texts();
    LoadOptions options = LoadOptions.DEFAULT;
    try (SentenceEncoder first = SentenceEncoder.open(a, options.withWeights(weightsOfA));
        SentenceEncoder second = SentenceEncoder.open(b, options.withWeights(weightsOfB))) {
      var expected = first.encode(texts);
      var actual = second.encode(texts);
      for (int i = 0; i < texts.size(); i++) {
        assertArrayEquals(expected.vector(i), actual.vector(i), texts.get(i));
      }
    }
  }

  private static List<Path> filesIn(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).map(root::relativize).toList();
    }
  }

  private static float[] values(Path model, String name) {
    try (Arena arena = Arena.ofConfined()) {
      Tensor tensor =
          requireNonNull(
              SafetensorsFile.open(model.resolve("model.safetensors"), arena).tensors().get(name));
      float[] values = new float[(int) tensor.elements()];
      tensor.read(0, values, 0, values.length);
      return values;
    }
  }

  private static void poke(Path model, String name, int index, float value) throws IOException {
    rewrite(
        model,
        tensor -> {
          if (!tensor.name().equals(name)) {
            return tensor;
          }
          MemorySegment data = MemorySegment.ofArray(tensor.data().toArray(ValueLayout.JAVA_BYTE));
          data.set(ValueLayout.JAVA_FLOAT_UNALIGNED, (long) index * Float.BYTES, value);
          return new Tensor(tensor.file(), name, tensor.type(), tensor.shape(), data);
        });
  }

  private static void rewrite(Path model, UnaryOperator<Tensor> change) throws IOException {
    Path file = model.resolve("model.safetensors");
    try (Arena arena = Arena.ofConfined()) {
      List<OutputTensor> outputs = new ArrayList<>();
      SafetensorsFile.open(file, arena)
          .tensors()
          .values()
          .forEach(tensor -> outputs.add(OutputTensor.copyOf(change.apply(tensor))));
      SafetensorsOutput.write(file, Map.of(), outputs, Progress.NONE);
    }
  }
}
