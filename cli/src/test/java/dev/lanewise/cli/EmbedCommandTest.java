package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.EncodeOptions;
import dev.lanewise.engine.HybridEmbedding;
import dev.lanewise.engine.HybridEncoder;
import dev.lanewise.engine.SentenceEncoder;
import dev.lanewise.engine.search.Precision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedCommandTest {
  private static final String MODEL = CommandLineRun.golden("minilm").toString();
  private static final String TEXTS = CommandLineRun.golden("texts.jsonl").toString();

  @TempDir private Path folder = Path.of("");

  @Test
  void printsTheVectorOfEachTextInOrder() throws IOException {
    CommandLineRun run = CommandLineRun.lanewise("embed", "--model", MODEL, TEXTS);
    assertEquals(0, run.exitCode(), run.err());
    List<String> texts = texts();
    try (SentenceEncoder encoder = SentenceEncoder.open(CommandLineRun.golden("minilm"))) {
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < texts.size(); i++) {
        List<String> components = new ArrayList<>();
        for (float component : encoder.encode(texts.get(i))) {
          components.add(Float.toString(component));
        }
        String vector = String.join(",", components);
        expected.add("{\"index\":" + i + ",\"embedding\":[" + vector + "]}");
      }
      assertEquals(expected, run.lines());
    }
    assertTrue(run.err().contains("of 67 were longer than the model's 128 tokens"), run.err());
  }

  /** The golden texts as the command itself reads them. */
  private static List<String> texts() throws IOException {
    try (Stream<String> texts =
        TextFile.read(
            "texts",
            Files.newInputStream(CommandLineRun.golden("texts.jsonl")),
            TextFormat.JSONL,
            java.util.Optional.empty())) {
      return texts.toList();
    }
  }

  @Test
  void takesTextsAsOptionsAndFromStandardInput() {
    byte[] input = "second\r\n\nfourth".getBytes(StandardCharsets.UTF_8);
    CommandLineRun run =
        CommandLineRun.lanewise(
            input, "embed", "--model", MODEL, "--text", "first", "-", "--dims", "2");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(4, run.lines().size());
    try (SentenceEncoder encoder = SentenceEncoder.open(CommandLineRun.golden("minilm"))) {
      float[] fourth = encoder.encode("fourth", EncodeOptions.DEFAULT.withDimensions(2)).vector();
      assertEquals(
          "{\"index\":3,\"embedding\":[" + fourth[0] + "," + fourth[1] + "]}", run.lines().get(3));
    }
  }

  @Test
  void writesNumpyArraysToFilesAndToStandardOutput() throws IOException {
    Path file = folder.resolve("vectors.npy");
    String[] command = {
      "embed", "--model", MODEL, "--text", "a", "--text", "b", "--format", "npy", "-o", "" + file
    };
    CommandLineRun toFile = CommandLineRun.lanewise(command);
    assertEquals(0, toFile.exitCode(), toFile.err());
    assertEquals("", toFile.out());
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(0, bytes.getShort(8) + 10 - 128);
    String header = StandardCharsets.US_ASCII.decode(bytes.slice(10, 118)).toString();
    assertEquals("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 48), }", header.strip());
    assertTrue(header.endsWith("\n"));
    float[] vectors = new float[2 * 48];
    bytes.position(128).asFloatBuffer().get(vectors);
    assertEquals(128 + vectors.length * Float.BYTES, bytes.capacity());
    try (SentenceEncoder encoder = SentenceEncoder.open(CommandLineRun.golden("minilm"))) {
      assertArrayEquals(encoder.encode("b"), java.util.Arrays.copyOfRange(vectors, 48, 96));
    }
    String[] toStandardOutput = java.util.Arrays.copyOf(command, command.length - 2);
    assertArrayEquals(bytes.array(), CommandLineRun.lanewise(toStandardOutput).outBytes());
  }

  @Test
  void quantizesLikeTheLibrary() {
    CommandLineRun run =
        CommandLineRun.lanewise(
            "embed", "--model", MODEL, "--precision", "int8", "--format", "tsv", TEXTS);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(
        run.lines().stream()
            .flatMap(line -> Stream.of(line.split("\t")))
            .mapToInt(Integer::parseInt)
            .allMatch(value -> value >= -128 && value <= 127));
    CommandLineRun bits =
        CommandLineRun.lanewise(
            "embed", "--model", MODEL, "--precision", "ubinary", "--text", "hello");
    try (SentenceEncoder encoder = SentenceEncoder.open(CommandLineRun.golden("minilm"))) {
      Precision.Ranges none = new Precision.Ranges(new float[0], new float[0]);
      List<Integer> expected = new ArrayList<>();
      for (byte b : Precision.UBINARY.quantize(encoder.encode("hello"), none)) {
        expected.add(Byte.toUnsignedInt(b));
      }
      assertEquals(
          "{\"index\":0,\"embedding\":" + expected.toString().replace(" ", "") + "}",
          bits.out().strip());
    }
  }

  @Test
  void normalizesOrNotAsAsked() {
    String model = CommandLineRun.golden("text2vec").toString();
    assertEquals(1, length(model, "--normalize"), 1e-5);
    assertFalse(Math.abs(length(model, "--no-normalize") - 1) < 0.1);
    assertFalse(Math.abs(length(MODEL, "--no-normalize") - 1) < 0.1);
  }

  private static double length(String model, String option) {
    CommandLineRun run =
        CommandLineRun.lanewise(
            "embed", "--model", model, "--text", "hello", "--format", "tsv", option);
    assertEquals(0, run.exitCode(), run.err());
    return Math.sqrt(
        Stream.of(run.out().strip().split("\t"))
            .mapToDouble(Double::parseDouble)
            .map(x -> x * x)
            .sum());
  }

  @Test
  void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("vectors.jsonl");
    Files.writeString(file, "old");
    Path texts = Files.writeString(folder.resolve("texts.jsonl"), "\"good\"\n{bad\n");
    CommandLineRun run =
        CommandLineRun.lanewise("embed", "--model", MODEL, "" + texts, "-o", "" + file);
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("texts.jsonl: line 2 is not JSON"), run.err());
    assertEquals("old", Files.readString(file));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(2, left.count());
    }
  }

  @Test
  void putsAPromptBeforeTexts() {
    String model = CommandLineRun.golden("bge").toString();
    CommandLineRun named =
        CommandLineRun.lanewise("embed", "--model", model, "--prompt", "query", "--text", "PVC");
    CommandLineRun literal =
        CommandLineRun.lanewise(
            "embed", "--model", model, "--prompt-text", "What is this: ", "--text", "PVC");
    CommandLineRun plain = CommandLineRun.lanewise("embed", "--model", model, "--text", "PVC");
    assertEquals(named.out(), literal.out());
    assertFalse(named.out().equals(plain.out()));
    CommandLineRun unknown =
        CommandLineRun.lanewise("embed", "--model", model, "--prompt", "nope", "--text", "PVC");
    assertEquals(1, unknown.exitCode());
    assertTrue(unknown.err().contains("no prompt \"nope\""), unknown.err());
  }

  @Test
  void quantizesInTheRangesOfOtherTexts() throws IOException {
    Path sample = Files.writeString(folder.resolve("sample.txt"), "one\ntwo\nthree\n");
    CommandLineRun run =
        CommandLineRun.lanewise(
            "embed",
            "--model",
            MODEL,
            "--precision",
            "int8",
            "--calibration",
            "" + sample,
            "--format",
            "tsv",
            "--text",
            "four");
    assertEquals(0, run.exitCode(), run.err());
    try (SentenceEncoder encoder = SentenceEncoder.open(CommandLineRun.golden("minilm"))) {
      Precision.Ranges ranges =
          Precision.Ranges.of(encoder.encode(List.of("one", "two", "three")).vectors());
      List<String> expected = new ArrayList<>();
      for (byte step : Precision.INT8.quantize(encoder.encode("four"), ranges)) {
        expected.add(Byte.toString(step));
      }
      assertEquals(List.of(String.join("\t", expected)), run.lines());
    }
  }

  @Test
  void printsTheOutputsThatAreAskedFor() {
    Path model = CommandLineRun.REPOSITORY.resolve("engine/src/test/resources/hybrid");
    CommandLineRun run =
        CommandLineRun.lanewise(
            "embed",
            "--model",
            "" + model,
            "--outputs",
            "sparse,dense,colbert",
            "--text",
            "What is PVC?",
            "--text",
            "");
    assertEquals(0, run.exitCode(), run.err());
    try (HybridEncoder encoder = HybridEncoder.open(model)) {
      List<String> expected = new ArrayList<>();
      List<HybridEmbedding> embeddings = encoder.encode(List.of("What is PVC?", ""));
      for (int i = 0; i < embeddings.size(); i++) {
        HybridEmbedding embedding = embeddings.get(i);
        List<String> weights = new ArrayList<>();
        for (int t = 0; t < embedding.lexicalWeights().size(); t++) {
          int id = embedding.lexicalWeights().id(t);
          weights.add("\"" + id + "\":" + embedding.lexicalWeights().weight(t));
        }
        expected.add(
            "{\"index\":"
                + i
                + ",\"embedding\":"
                + json(embedding.dense())
                + ",\"lexical_weights\":{"
                + String.join(",", weights)
                + "},\"colbert_vecs\":["
                + String.join(
                    ",", Stream.of(embedding.tokenVectors()).map(EmbedCommandTest::json).toList())
                + "]}");
      }
      assertEquals(expected, run.lines());
    }
    CommandLineRun one =
        CommandLineRun.lanewise(
            "embed", "--model", "" + model, "--outputs", "sparse", "--text", "PVC");
    assertTrue(one.lines().get(0).startsWith("{\"index\":0,\"lexical_weights\":{"), one.out());
    assertFalse(one.out().contains("embedding") || one.out().contains("colbert"), one.out());
    CommandLineRun info = CommandLineRun.lanewise("info", "--model", "" + model);
    assertTrue(info.out().contains("dense, sparse, colbert"), info.out());
  }

  @Test
  void refusesOutputsThatCantBeHad() {
    CommandLineRun none =
        CommandLineRun.lanewise("embed", "--model", MODEL, "--outputs", "sparse", "--text", "a");
    assertEquals(1, none.exitCode());
    assertTrue(none.err().contains("has no sparse_linear.safetensors"), none.err());
    CommandLineRun format =
        CommandLineRun.lanewise(
            "embed", "--model", MODEL, "--outputs", "dense", "--format", "npy", "--text", "a");
    assertEquals(2, format.exitCode());
    assertTrue(format.err().contains("--outputs is for --format jsonl"), format.err());
  }

  private static String json(float[] vector) {
    List<String> components = new ArrayList<>();
    for (float component : vector) {
      components.add(Float.toString(component));
    }
    return "[" + String.join(",", components) + "]";
  }
}
