package dev.lanewise.files;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipArchiveTest {
  private static final byte[] TEXT =
      "{\"model_type\": \"bert\"}".repeat(50).getBytes(StandardCharsets.UTF_8);
  private static final byte[] NOISE = noise();

  @TempDir private Path folder = Path.of("");

  private static byte[] noise() {
    byte[] bytes = new byte[200_000];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @Test
  void readsWhatTheJdkWrites() throws IOException {
    Path file = folder.resolve("jdk.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("1_Pooling/"));
      zip.putNextEntry(new ZipEntry("1_Pooling/config.json"));
      zip.write(TEXT);
      zip.putNextEntry(new ZipEntry("model.safetensors"));
      zip.write(NOISE);
      zip.putNextEntry(new ZipEntry("empty"));
      zip.setComment("a comment");
    }
    try (Arena arena = Arena.ofConfined()) {
      ModelPath model = ModelPath.open(file, arena);
      assertArrayEquals(TEXT, model.resolve("config.json").read()); // the only folder with one
      assertEquals(
          file.resolve("1_Pooling/config.json").toString(), "" + model.resolve("./config.json"));
      ZipArchive archive = ZipArchive.open(file, "", arena);
      assertEquals(
          List.of("1_Pooling/config.json", "model.safetensors", "empty"),
          List.copyOf(archive.entries().keySet()));
      ZipArchive.Entry weights = requireNonNull(archive.entries().get("model.safetensors"));
      assertTrue(weights.deflated());
      assertArrayEquals(NOISE, archive.map(weights, arena).toArray(ValueLayout.JAVA_BYTE));
      assertEquals(0, archive.map(weights, arena).address() % 64);
      assertArrayEquals(new byte[0], archive.read(requireNonNull(archive.entries().get("empty"))));
      assertTrue(archive.isFolder("1_Pooling"));
      assertFalse(archive.isFolder("2_Normalize"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void storedEntriesAreUsedWhereTheyLie(boolean zip64) throws IOException {
    ZipBuilder zip = new ZipBuilder();
    zip.stored("config.json", TEXT).zip64 = zip64;
    ZipBuilder.Entry stored = zip.stored("model.safetensors", NOISE);
    stored.zip64 = zip64;
    stored.localExtra = 77;
    if (zip64) {
      zip.zip64End();
    }
    Path file = zip.write(folder.resolve("stored.zip"));
    try (Arena arena = Arena.ofConfined()) {
      ModelPath model = ModelPath.open(file, arena);
      assertTrue(model.isFolder());
      assertArrayEquals(TEXT, model.resolve("config.json").read());
      ModelPath weights = model.resolve("model.safetensors");
      assertArrayEquals(NOISE, weights.map(arena).toArray(ValueLayout.JAVA_BYTE));
      assertEquals(weights.map(arena).address(), weights.map(arena).address());
      assertEquals(model.label(), weights.folder().label());
    }
  }

  @Test
  void onlyEntriesBelowAFolderAreLookedAt() throws IOException {
    ZipBuilder zip = new ZipBuilder();
    zip.stored("../elsewhere", TEXT);
    zip.stored("models/a/config.json", TEXT);
    Path file = zip.write(folder.resolve("application.jar"));
    try (Arena arena = Arena.ofConfined()) {
      ModelPath model = ModelPath.open(file, "models/a", arena);
      assertArrayEquals(TEXT, model.resolve("config.json").read());
      assertFalse(model.resolve("modules.json").exists());
    }
    refused("leads out of the archive", zip);
  }

  @Test
  void severalModelsAreRefused() throws IOException {
    ZipBuilder zip = new ZipBuilder();
    zip.stored("b/config.json", TEXT);
    zip.stored("a/modules.json", TEXT);
    refused("holds several models: [a, b]", zip);
    zip.stored("config.json", TEXT);
    try (Arena arena = Arena.ofConfined()) {
      assertTrue(
          ModelPath.open(zip.write(folder.resolve("one.zip")), arena)
              .resolve("a/modules.json")
              .isFile());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "a/../../x",
        "/etc/passwd",
        "C:\\x",
        "C:x",
        "\\\\host\\x",
        "a\\..\\x",
        "a//b",
        "./x",
        "a/./b",
        "x.",
        "x ",
        "a/\u0000",
        "line\nbreak",
        "x\u202Egnp.exe",
        "CON",
        "a/nul.json",
        "Com1.txt"
      })
  void unsafeNamesAreRefused(String name) throws IOException {
    ZipBuilder zip = new ZipBuilder();
    zip.stored("config.json", TEXT);
    zip.stored(name, TEXT);
    String message = refused("test.zip: entry \"", zip);
    assertEquals(1, message.lines().count(), message);
    assertFalse(message.contains("\u202E"), message);
  }

  @Test
  void namesThatClashAreRefused() throws IOException {
    refused("entry \"a\": is there twice", entries("a", "a"));
    refused("entry \"A/x\": differs from \"a/X\" in case only", entries("a/X", "A/x"));
    refused("entry \"a/b\": lies in \"a\", which is a file", entries("a", "a/b"));
    refused("entry \"a\": is a file and a folder", entries("a/b", "a"));
    refused("has a name of more than 255 bytes", entries("x".repeat(256)));
    refused("has a name of 1001 characters", entries("a/".repeat(500) + "b"));
    ZipBuilder folder = entries("a");
    folder.stored("a/", new byte[0]).mode(040755);
    refused("entry \"a\": is a file and a folder", folder);
  }

  @Test
  void linksAndDevicesAreRefused() throws IOException {
    for (int kind : new int[] {0120777, 0020600, 0060600, 0010600, 0140600, 0040755}) {
      refused("entry \"x\": is a link, or something else", changed(e -> e.mode(kind)));
    }
  }

  @Test
  void whatCantBeReadIsRefused() throws IOException {
    refused("is encrypted", changed(e -> e.flags |= 1));
    refused("is encrypted", changed(e -> e.flags |= 1 << 6));
    refused("is compressed by method 14", changed(e -> e.method = 14));
    refused("is a folder with content", folderWithContent());
  }

  private static ZipBuilder folderWithContent() {
    ZipBuilder zip = new ZipBuilder();
    zip.stored("a/", TEXT).mode(040755);
    return zip;
  }

  @Test
  void sizesThatLieAreRefused() throws IOException {
    refused("stored in 1100 bytes, it claims 1101", changed(e -> e.size++));
    refused("header and the directory give different sizes", changed(e -> e.localSize--));
    refused(
        "claims more bytes than the archive has",
        changed(
            e -> {
              e.zip64 = true;
              e.size = -1;
              e.packedSize = -1;
            }));
    refused(
        "it exceeds the archive",
        changed(
            e -> {
              e.size += 60;
              e.packedSize += 60;
              e.localSize = e.size;
              e.localPackedSize = e.size;
            }));
    refused("there is no header at 1", changed(e -> e.headerShift = 1));
    refused(
        "there is no header at -8",
        changed(
            e -> {
              e.zip64 = true;
              e.headerShift = -8;
            }));
    refused("its header is that of another", changed(e -> e.localName = new byte[] {'y'}));
    for (int error : new int[] {-1, 1, 1000}) {
      refused("is damaged: ", entries("config.json", "a").entryCountError(error));
    }
    refused("is damaged: ", entries("config.json").prefix(new byte[] {'P', 'K', 3, 4, 0}));
  }

  @Test
  void overlappingEntriesAreRefused() throws IOException {
    ZipBuilder zip = new ZipBuilder();
    byte[] inner = entries("b").bytes();
    zip.stored("a", inner);
    ZipBuilder.Entry other = zip.stored("b", TEXT);
    other.headerShift = -inner.length; // to the header of the archive in the first entry
    refused("entry \"b\": overlaps the entry \"a\"", zip);
  }

  @Test
  void bombsAreRefusedBeforeTheyInflate() throws IOException {
    ZipBuilder zip = new ZipBuilder();
    zip.deflated("model.safetensors", new byte[1 << 21]);
    refused("more than 200 times as many", zip);
    ZipBuilder small = new ZipBuilder();
    small.deflated("zeros", new byte[1 << 20]); // as models in tests may have them
    readAll(small);
  }

  @Test
  void damagedContentIsRefused() throws IOException {
    for (Consumer<ZipBuilder.Entry> damage :
        List.<Consumer<ZipBuilder.Entry>>of(
            e -> e.crc++,
            e -> {
              e.size++;
              e.localSize++;
            },
            e -> {
              e.size--;
              e.localSize--;
            },
            e -> e.packed[5] ^= 1,
            e -> e.packed = Arrays.copyOf(e.packed, e.packed.length - 1),
            e -> e.packed = Arrays.copyOf(e.packed, e.packed.length + 1))) {
      ZipBuilder zip = new ZipBuilder();
      ZipBuilder.Entry entry = zip.deflated("config.json", TEXT);
      damage.accept(entry);
      entry.packedSize = entry.packed.length;
      entry.localPackedSize = entry.packed.length;
      zip.write(folder.resolve("test.zip"));
      ArchiveException e = assertThrows(ArchiveException.class, () -> readAll(zip));
      assertTrue(
          String.valueOf(e.getMessage()).contains("entry \"config.json\": is damaged: "),
          e::getMessage);
    }
    ZipBuilder stored = changed(e -> e.crc++);
    assertThrows(ArchiveException.class, () -> readAll(stored));
  }

  @Test
  void truncatedArchivesAreRefused() throws IOException {
    ZipBuilder zip = entries("config.json", "a");
    byte[] whole = zip.bytes();
    Path file = folder.resolve("test.zip");
    for (int length = 4; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (Arena arena = Arena.ofConfined()) {
        ArchiveException e =
            assertThrows(ArchiveException.class, () -> ModelPath.open(file, arena));
        assertTrue(String.valueOf(e.getMessage()).contains("truncated"), e::getMessage);
      }
    }
    ByteArrayOutputStream longer = new ByteArrayOutputStream();
    longer.write(whole);
    longer.write(0);
    Files.write(file, longer.toByteArray());
    try (Arena arena = Arena.ofConfined()) {
      assertThrows(ArchiveException.class, () -> ModelPath.open(file, arena));
    }
  }

  @Test
  void otherFilesAreNoArchives() throws IOException {
    Path file = Files.writeString(folder.resolve("model.safetensors"), "text");
    try (Arena arena = Arena.ofConfined()) {
      ArchiveException e = assertThrows(ArchiveException.class, () -> ModelPath.open(file, arena));
      assertTrue(String.valueOf(e.getMessage()).contains("is not a folder"), e::getMessage);
    }
  }

  private static ZipBuilder entries(String... names) {
    ZipBuilder zip = new ZipBuilder();
    for (String name : names) {
      zip.stored(name, TEXT);
    }
    return zip;
  }

  /** An archive with a good entry and one that has been changed. */
  private static ZipBuilder changed(Consumer<ZipBuilder.Entry> change) {
    ZipBuilder zip = new ZipBuilder();
    change.accept(zip.stored("x", TEXT));
    return zip;
  }

  private String refused(String said, ZipBuilder zip) throws IOException {
    Path file = zip.write(folder.resolve("test.zip"));
    try (Arena arena = Arena.ofConfined()) {
      ArchiveException e = assertThrows(ArchiveException.class, () -> ModelPath.open(file, arena));
      String message = String.valueOf(e.getMessage());
      assertTrue(message.contains(said), message);
      assertTrue(message.startsWith(file + ": "), message);
      return message;
    }
  }

  private void readAll(ZipBuilder zip) throws IOException {
    Path file = zip.write(folder.resolve("test.zip"));
    try (Arena arena = Arena.ofConfined()) {
      ZipArchive archive = ZipArchive.open(file, "", arena);
      for (ZipArchive.Entry entry : archive.entries().values()) {
        archive.read(entry);
      }
    }
  }
}
