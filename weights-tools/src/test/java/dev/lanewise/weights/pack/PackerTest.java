package dev.lanewise.weights.pack;

import static dev.lanewise.weights.Fixtures.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.LoadOptions;
import dev.lanewise.engine.SentenceEncoder;
import dev.lanewise.files.ZipArchive;
import dev.lanewise.weights.GoldenModels;
import dev.lanewise.weights.Progress;
import dev.lanewise.weights.files.ModelFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackerTest {
  private static final String TEXT = "What is PVC?";

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"model.tar.gz", "model.tgz", "model.zip", "model.jar"})
  void whatIsPackedIsUnpackedAgain(String name) throws IOException {
    Path model = GoldenModels.folder("minilm");
    Path archive = folder.resolve(name);
    PackReport packed = pack(model, archive);
    PackReport unpacked = Unpacker.unpack(archive, folder.resolve("unpacked"), Progress.NONE);
    assertEquals(packed.files(), unpacked.files());
    Map<String, Path> before = ModelFiles.all(model);
    Map<String, Path> after = ModelFiles.all(folder.resolve("unpacked"));
    assertEquals(before.keySet(), after.keySet());
    for (String file : before.keySet()) {
      assertEquals(
          -1, Files.mismatch(model.resolve(file), folder.resolve("unpacked").resolve(file)), file);
    }
    assertEquals(List.of(archive, folder.resolve("unpacked")), left());
  }

  /** These bytes are the same everywhere; if a library changes them, that is worth a thought. */
  @ParameterizedTest
  @CsvSource({
    "x.tar.gz, 9db24f17d445829b4e6d8082648fca149d164041aead392d65ee9805e9f30a2a",
    "x.zip, c263b06d67b98ef549736ecf0d6a2d5955cb0a12929972b4e977801dfdc9726b",
    "x.jar, 0298d21e4231344855491af991ad38f471ece4a4281d6b42ffd0e5b9f705fd0e"
  })
  void theSameFilesGiveTheSameBytes(String name, String sha256) throws IOException {
    Path model = Files.createDirectories(folder.resolve("first"));
    for (String file : List.of("modules.json", "Z", "a", "1_Pooling/config.json", "caf\u00E9")) {
      write(model.resolve(file), "content of " + file, 1_700_000_000_000L);
    }
    Files.write(model.resolve("zeros"), new byte[100_000]);
    Path again = Files.createDirectories(folder.resolve("second"));
    Files.write(again.resolve("zeros"), new byte[100_000]);
    for (String file : List.of("caf\u00E9", "a", "Z", "1_Pooling/config.json", "modules.json")) {
      write(again.resolve(file), "content of " + file, 0);
    }
    Files.createDirectories(again.resolve("empty"));
    write(again.resolve(".git/HEAD"), "left out", 0);
    Path archive = folder.resolve(name);
    pack(model, archive);
    byte[] bytes = Files.readAllBytes(archive);
    pack(again, archive);
    assertArrayEquals(bytes, Files.readAllBytes(archive));
    assertEquals(sha256, sha256(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.zip", "model.jar"})
  void entriesOfZipArchivesCanBeMapped(String name) throws IOException {
    Path archive = folder.resolve(name);
    pack(GoldenModels.folder("f16-shards"), archive);
    try (Arena arena = Arena.ofConfined()) {
      ZipArchive zip = ZipArchive.open(archive, "", arena);
      assertTrue(zip.entries().size() > 5);
      for (ZipArchive.Entry entry : zip.entries().values()) {
        assertFalse(entry.deflated(), entry.name());
        assertEquals(0, entry.offset() % 64, entry.name());
      }
    }
  }

  @Test
  void aZipArchiveIsOpenedAsItIs() throws IOException {
    Path archive = folder.resolve("model.zip");
    pack(GoldenModels.folder("minilm"), archive);
    assertSame("minilm", SentenceEncoder.open(archive));
  }

  @Test
  void aJarIsOpenedByNameFromTheClassPath() throws IOException {
    Path jar = folder.resolve("bge-small-en-v1.5.jar");
    assertEquals("bge-small-en-v1.5", pack(GoldenModels.folder("bge"), jar).name());
    Path other = folder.resolve("model-1.2.jar");
    new Packer(Optional.of("org/name")).pack(GoldenModels.folder("minilm"), other, Progress.NONE);
    URL[] urls = {jar.toUri().toURL(), other.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls)) {
      assertSame(
          "bge", SentenceEncoder.openResource("bge-small-en-v1.5", loader, LoadOptions.DEFAULT));
      assertSame("minilm", SentenceEncoder.openResource("org/name", loader, LoadOptions.DEFAULT));
    }
    assertSame("bge", SentenceEncoder.open(jar));
    // What its file is called could be no module's name.
    assertEquals(
        List.of("lanewise.model._bge_small_en_v1_5", "lanewise.model._org_name"),
        ModuleFinder.of(jar, other).findAll().stream()
            .map(module -> module.descriptor().name())
            .sorted()
            .toList());
  }

  @Test
  void linksAreFollowedAsTheHubsCacheHasThem() throws IOException {
    Path blob = Files.writeString(folder.resolve("blob"), "{}");
    Path model = Files.createDirectories(folder.resolve("model"));
    Files.createSymbolicLink(model.resolve("config.json"), blob);
    pack(model, folder.resolve("a.zip"));
    Unpacker.unpack(folder.resolve("a.zip"), folder.resolve("out"), Progress.NONE);
    assertEquals("{}", Files.readString(folder.resolve("out/config.json")));
    assertFalse(Files.isSymbolicLink(folder.resolve("out/config.json")));
    Files.createSymbolicLink(model.resolve("missing"), folder.resolve("nothing"));
    assertRefused("missing: is not a regular file", () -> pack(model, folder.resolve("b.zip")));
    assertFalse(Files.exists(folder.resolve("b.zip")));
  }

  @Test
  void whatCantBePackedIsRefused() throws IOException {
    Path model = GoldenModels.folder("minilm");
    assertRefused("which kind of archive", () -> pack(model, folder.resolve("model.rar")));
    assertRefused("Zstandard is not supported", () -> pack(model, folder.resolve("model.tar.zst")));
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertRefused("holds no model", () -> pack(empty, folder.resolve("x.zip")));
    assertRefused(
        "is not a folder", () -> pack(model.resolve("config.json"), folder.resolve("x.zip")));
    assertRefused(
        "leads out of the archive",
        () -> new Packer(Optional.of("../x")).pack(model, folder.resolve("x.jar"), Progress.NONE));
    Files.writeString(empty.resolve("config.json"), "{}");
    Files.writeString(empty.resolve("a:b"), "");
    assertRefused("a backslash or a colon", () -> pack(empty, folder.resolve("x.zip")));
    assertEquals(List.of(empty), left());
  }

  private List<Path> left() throws IOException {
    try (var content = Files.list(folder)) {
      return content.sorted().toList();
    }
  }

  private static PackReport pack(Path model, Path output) throws IOException {
    return new Packer(Optional.empty()).pack(model, output, Progress.NONE);
  }

  private static void assertSame(String model, SentenceEncoder opened) {
    try (opened;
        SentenceEncoder expected = SentenceEncoder.open(GoldenModels.folder(model))) {
      assertArrayEquals(expected.encode(TEXT), opened.encode(TEXT));
    }
  }

  private static void write(Path file, String content, long time) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.fromMillis(time));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
