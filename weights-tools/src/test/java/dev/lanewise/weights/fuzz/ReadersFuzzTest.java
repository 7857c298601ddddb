package dev.lanewise.weights.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lanewise.engine.weights.SafetensorsFile;
import dev.lanewise.engine.weights.WeightFormatException;
import dev.lanewise.files.ArchiveException;
import dev.lanewise.files.ZipArchive;
import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.Tokenizer;
import dev.lanewise.tokenizer.TokenizerFormatException;
import dev.lanewise.tokenizer.Truncation;
import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.Progress;
import dev.lanewise.weights.pack.Unpacker;
import dev.lanewise.weights.read.AllTensors;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes a file holds, its reader either reads them or refuses them in the way it promises:
 * no other exception, no hang, and with the small heap that these tests have no memory beyond what
 * the file justifies.
 *
 * <p>In an ordinary build the seeds and what has been found are read once each. With the profile
 * {@code fuzz} Jazzer looks for more; see CONTRIBUTING.md.
 */
@Tag("fuzz")
class ReadersFuzzTest {
  private static final String LONGEST = "10m"; // unless the command line says otherwise

  private static final byte[] XLM_ROBERTA =
      "{\"tokenizer_class\": \"XLMRobertaTokenizer\"}".getBytes(StandardCharsets.UTF_8);

  /** A few of all kinds: scripts, marks, an added token, what has to be normalized. */
  private static final String TEXT =
      "What is PVC? \u805A\u6C2F\u4E59\u70EF caf\u00E9 cafe\u0301 <s>[MASK]\uFB01 \uD83D\uDE00 \u0000\t"
          + "12345 I'll";

  @TempDir private static Path folder = Path.of("");

  static Stream<byte[]> safetensors() {
    return Seeds.weights("expected.safetensors", "typed.safetensors");
  }

  @MethodSource
  @FuzzTest(maxDuration = LONGEST)
  void safetensors(byte[] data) {
    try (Arena arena = Arena.ofConfined()) {
      SafetensorsFile.open(MemoryTree.folder(Map.of("a", data)).resolve("a"), arena)
          .tensors()
          .values()
          .forEach(tensor -> assertEquals(tensor.data().byteSize(), tensor.bytes()));
    } catch (WeightFormatException e) {
      // Refused, as it should be.
    }
  }

  static Stream<byte[]> json() {
    return Seeds.json();
  }

  @MethodSource
  @FuzzTest(maxDuration = LONGEST)
  void json(byte[] data) {
    try {
      JsonNode node = JsonNode.parse("json", ByteBuffer.wrap(data));
      if (node.isObject()) {
        node.fields().values().forEach(each -> assertFalse(each.toString().isEmpty()));
      }
    } catch (JsonException e) {
      // Refused, as it should be.
    }
  }

  static Stream<byte[]> tokenizerJson() {
    return Seeds.tokenizers();
  }

  @MethodSource
  @FuzzTest(maxDuration = LONGEST)
  void tokenizerJson(byte[] data) {
    tokenize(Map.of("tokenizer.json", data));
  }

  static Stream<byte[]> sentencePiece() {
    return Stream.of(Seeds.sentencePiece());
  }

  @MethodSource
  @FuzzTest(maxDuration = LONGEST)
  void sentencePiece(byte[] data) {
    tokenize(Map.of("sentencepiece.bpe.model", data, "tokenizer_config.json", XLM_ROBERTA));
  }

  static Stream<byte[]> vocabulary() {
    return Stream.of(
        "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nwhat\n##s\n\u805A\n".getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource
  @FuzzTest(maxDuration = LONGEST)
  void vocabulary(byte[] data) {
    tokenize(Map.of("vocab.txt", data));
  }

  private static void tokenize(Map<String, byte[]> files) {
    Tokenizer tokenizer;
    try {
      tokenizer = Tokenizer.load(MemoryTree.folder(files));
    } catch (TokenizerFormatException e) {
      return; // refused, as it should be
    }
    int special = tokenizer.specialTokenCount(false);
    int[] ids = tokenizer.encode(TEXT, Truncation.at(special + 64)).ids();
    tokenizer.decode(ids, false);
  }

  static Stream<byte[]> torch() {
    return Seeds.weights("zip.bin", "legacy.bin", "protocol4.bin", "module.bin", "epoch.bin");
  }

  @MethodSource
  @FuzzTest(maxDuration = LONGEST)
  void torch(byte[] data) throws IOException {
    readWeights("a.bin", data);
  }

  static Stream<byte[]> onnx() {
    return Seeds.weights("typed.onnx", "outside.onnx");
  }

  @MethodSource
  @FuzzTest(maxDuration = LONGEST)
  void onnx(byte[] data) throws IOException {
    readWeights("a.onnx", data);
  }

  static Stream<byte[]> gguf() {
    return Stream.of(Seeds.gguf());
  }

  @MethodSource
  @FuzzTest(maxDuration = LONGEST)
  void gguf(byte[] data) throws IOException {
    readWeights("a.gguf", data);
  }

  private static void readWeights(String name, byte[] data) throws IOException {
    try {
      AllTensors.read(Files.write(folder.resolve(name), data));
    } catch (ModelFileException e) {
      // Refused, as it should be.
    }
  }

  static Stream<byte[]> zip() throws IOException {
    return Seeds.zips();
  }

  @MethodSource
  @FuzzTest(maxDuration = LONGEST)
  void zip(byte[] data) throws IOException {
    Path file = Files.write(folder.resolve("a.zip"), data);
    try (Arena arena = Arena.ofConfined()) {
      ZipArchive archive = ZipArchive.open(file, "", arena);
      for (ZipArchive.Entry entry : archive.entries().values()) {
        assertEquals(entry.size(), archive.read(entry).length);
      }
    } catch (ArchiveException e) {
      // Refused, as it should be.
    }
  }

  static Stream<byte[]> tar() throws IOException {
    return Seeds.tars();
  }

  /** Of what gzip would have unpacked: through its checksum hardly a change would get. */
  @MethodSource
  @FuzzTest(maxDuration = LONGEST)
  void tar(byte[] data) throws IOException {
    Path place = Files.createDirectories(folder.resolve("tar"));
    Path file = place.resolve("a.tar.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(data);
    }
    Path model = place.resolve("model");
    try {
      Unpacker.unpack(file, model, Progress.NONE);
      Seeds.delete(model);
    } catch (ModelFileException | IOException e) {
      // Refused, as it should be.
    }
    try (Stream<Path> left = Files.list(place)) {
      assertEquals(List.of(file), left.toList());
    }
  }
}
