package dev.lanewise.weights.fuzz;

import dev.lanewise.weights.Fixtures;
import dev.lanewise.weights.GoldenModels;
import dev.lanewise.weights.Progress;
import dev.lanewise.weights.pack.Packer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Valid files, small ones, which fuzzing begins with. */
final class Seeds {
  private Seeds() {}

  /** Files that other tools have written. */
  static Stream<byte[]> weights(String... names) {
    return Stream.of(names).map(name -> read(Fixtures.path("tensors/" + name)));
  }

  static Stream<byte[]> json() {
    return Stream.of(
        read(Fixtures.path("tiny/source/config.json")),
        "[1, -2.5e-3, \"a\\u00e9\\n\", true, false, null, {}, [[]]]"
            .getBytes(StandardCharsets.UTF_8));
  }

  /** A tokenizer of each kind of model. */
  static Stream<byte[]> tokenizers() {
    return Stream.of("minilm", "mpnet", "modernbert", "gemma3", "t5", "xlm-roberta")
        .map(model -> read(GoldenModels.folder(model).resolve("tokenizer.json")));
  }

  /** A SentencePiece model of a few pieces, one character map among them. */
  static byte[] sentencePiece() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> pieces = List.of("<unk>", "<s>", "</s>", "\u2581", "W", "hat", "\u2581is", "P");
    for (int i = 0; i < pieces.size(); i++) {
      byte[] text = pieces.get(i).getBytes(StandardCharsets.UTF_8);
      ByteBuffer piece = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
      piece.put((byte) 0x0a).put((byte) text.length).put(text);
      piece.put((byte) 0x15).putFloat(-i);
      piece.put((byte) 0x18).put((byte) (i == 0 ? 2 : i < 3 ? 3 : 1));
      out.write(0x0a);
      out.write(piece.position());
      out.write(piece.array(), 0, piece.position());
    }
    out.writeBytes(new byte[] {0x12, 2, 0x18, 1}); // trainer: Unigram
    // normalizer: a map with a trie of one unit and no strings
    out.writeBytes(new byte[] {0x1a, 10, 0x12, 8, 4, 0, 0, 0, 0, 0, 0, 0});
    return out.toByteArray();
  }

  /** A GGUF file of two keys and two tensors. */
  static byte[] gguf() {
    ByteBuffer out = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0x46554747).putInt(3).putLong(2).putLong(2);
    putText(out, "general.architecture").putInt(8);
    putText(out, "bert");
    putText(out, "tokens").putInt(9).putInt(8).putLong(2);
    putText(putText(out, "a"), "b");
    putText(out, "w").putInt(2).putLong(32).putLong(1).putInt(8).putLong(0);
    putText(out, "b").putInt(1).putLong(4).putInt(0).putLong(64);
    int data = (out.position() + 31) / 32 * 32;
    byte[] bytes = new byte[data + 64 + 16];
    out.flip().get(bytes, 0, out.limit());
    return bytes;
  }

  private static ByteBuffer putText(ByteBuffer out, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return out.putLong(utf8.length).put(utf8);
  }

  /** One of ours, and one with compressed entries and a folder. */
  static Stream<byte[]> zips() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("a/"));
      zip.putNextEntry(new ZipEntry("a/config.json"));
      zip.write("{\"a\": 1}".repeat(20).getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("b"));
      zip.setComment("c");
    }
    return Stream.of(packed("model.zip"), bytes.toByteArray());
  }

  static Stream<byte[]> tars() throws IOException {
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(packed("model.tar.gz")))) {
      return Stream.of(in.readAllBytes());
    }
  }

  private static byte[] packed(String name) throws IOException {
    Path folder = Files.createTempDirectory("lanewise-seed");
    try {
      Path model = Files.createDirectories(folder.resolve("model"));
      Files.writeString(model.resolve("config.json"), "{}");
      Files.writeString(model.resolve("caf\u00E9"), "x");
      Path archive = folder.resolve(name);
      new Packer(Optional.empty()).pack(model, archive, Progress.NONE);
      return read(archive);
    } finally {
      delete(folder);
    }
  }

  static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> content = Files.walk(folder)) {
      all = content.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
