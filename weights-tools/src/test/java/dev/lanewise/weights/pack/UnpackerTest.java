package dev.lanewise.weights.pack;

import static dev.lanewise.weights.Fixtures.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that others have made, for better or worse. */
class UnpackerTest {
  private static final byte[] JSON = "{}".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder = Path.of("");
  private Path archive = Path.of("");
  private Path output = Path.of("");

  @BeforeEach
  void names() throws IOException {
    archive = folder.resolve("archive");
    output = Files.createDirectories(folder.resolve("place")).resolve("model");
  }

  /** Writes a tape archive. */
  private static final class Tar {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final TarArchiveOutputStream tar;

    Tar() throws IOException {
      tar = new TarArchiveOutputStream(bytes, "UTF-8");
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
    }

    Tar file(String name, byte[] content) throws IOException {
      return content(new TarArchiveEntry(name, true), content);
    }

    Tar content(TarArchiveEntry entry, byte[] content) throws IOException {
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    }

    Tar special(String name, byte kind, String target) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
      entry.setLinkName(target);
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
      return this;
    }

    byte[] bytes() throws IOException {
      tar.close();
      return bytes.toByteArray();
    }
  }

  private void gzip(byte[] bytes) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
      out.write(bytes);
    }
  }

  private PackReport unpack() throws IOException {
    return Unpacker.unpack(archive, output, Progress.NONE);
  }

  /** Refused, and nothing is left, neither where the model was to be nor elsewhere. */
  private void refused(String said, Tar tar) throws IOException {
    gzip(tar.bytes());
    refused(said);
  }

  private void refused(String said) throws IOException {
    assertRefused(said, this::unpack);
    try (Stream<Path> left = Files.walk(folder)) {
      assertEquals(List.of(folder, archive, output.getParent()), left.sorted().toList());
    }
  }

  @Test
  void theModelIsTakenFromWhereItLies() throws IOException {
    gzip(
        new Tar()
            .special("./", TarConstants.LF_DIR, "")
            .file("./README.md", JSON)
            .special("./minilm/", TarConstants.LF_DIR, "")
            .file("./minilm/modules.json", JSON)
            .file("./minilm/1_Pooling/config.json", JSON)
            .bytes());
    assertEquals(2, unpack().files());
    try (Stream<Path> files = Files.walk(output)) {
      assertEquals(
          List.of("", "1_Pooling", "1_Pooling/config.json", "modules.json"),
          files.map(file -> output.relativize(file).toString()).sorted().toList());
    }
    assertRefused("is there already", this::unpack);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "a/../../x", "C:\\x", "a\\..\\..\\x", "a//x", "nul", "x\n", "x.", "a/.."})
  void unsafeNamesAreRefused(String name) throws IOException {
    refused("archive: entry \"", new Tar().file("config.json", JSON).file(name, JSON));
  }

  @Test
  void absolutePathsAreRefused() throws IOException {
    refused("absolute", new Tar().file("config.json", JSON).file("/tmp/lanewise-x", JSON));
  }

  @Test
  void whatIsNoFileIsRefused() throws IOException {
    for (byte kind :
        new byte[] {
          TarConstants.LF_SYMLINK,
          TarConstants.LF_LINK,
          TarConstants.LF_CHR,
          TarConstants.LF_BLK,
          TarConstants.LF_FIFO
        }) {
      refused(
          "entry \"x\": is a link, or something else",
          new Tar().file("config.json", JSON).special("x", kind, "/etc/passwd"));
    }
    // A link, and a file through it.
    refused(
        "is a link",
        new Tar()
            .file("config.json", JSON)
            .special("x", TarConstants.LF_SYMLINK, "..")
            .file("x/y", JSON));
  }

  @Test
  void namesThatClashAreRefused() throws IOException {
    refused("is there twice", new Tar().file("config.json", JSON).file("./config.json", JSON));
    refused("in case only", new Tar().file("config.json", JSON).file("CONFIG.json", JSON));
    refused("which is a file", new Tar().file("config.json", JSON).file("config.json/x", JSON));
  }

  @Test
  void bombsAreRefused() throws IOException {
    refused("200 times its size", new Tar().file("config.json", new byte[20 << 20]));
    Tar name = new Tar();
    name.content(new TarArchiveEntry("name", TarConstants.LF_GNUTYPE_LONGNAME), new byte[2 << 20]);
    refused("has a header of more than", name.file("config.json", JSON));
    Tar many = new Tar();
    for (int i = 0; i <= Unpacker.MAX_FILES; i++) {
      many.file("f" + i, new byte[0]);
    }
    refused("has more than 10000 files", many);
  }

  @Test
  void sizesThatLieAreRefused() throws IOException {
    byte[] tar = new Tar().file("config.json", JSON).bytes();
    for (String size : List.of("00000777777", "77777777777", "0000000000x", "-0000000001")) {
      byte[] changed = tar.clone();
      System.arraycopy(size.getBytes(StandardCharsets.US_ASCII), 0, changed, 124, 11);
      withChecksum(changed);
      gzip(changed);
      assertThrows(Exception.class, this::unpack, size);
      assertTrue(Files.notExists(output), size);
    }
  }

  /** The header's own sum, without which it is no header. */
  private static void withChecksum(byte[] tar) {
    Arrays.fill(tar, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += tar[i] & 0xff;
    }
    byte[] octal = String.format(Locale.ROOT, "%06o", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(octal, 0, tar, 148, 6);
    tar[154] = 0;
  }

  @Test
  void truncatedArchivesAreRefused() throws IOException {
    byte[] noise = new byte[5000];
    new Random(1).nextBytes(noise);
    gzip(new Tar().file("config.json", JSON).file("weights", noise).bytes());
    byte[] whole = Files.readAllBytes(archive);
    for (int length = 4; length < whole.length; length += 97) {
      Files.write(archive, Arrays.copyOf(whole, length));
      refused("archive: is truncated");
    }
    whole[whole.length / 2] ^= 1;
    Files.write(archive, whole);
    Exception e = assertThrows(Exception.class, this::unpack);
    assertTrue(String.valueOf(e.getMessage()).startsWith(archive + ": "), e::toString);
    assertTrue(Files.notExists(output));
  }

  @Test
  void zipArchivesAreCheckedAsTheEngineDoes() throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("config.json"));
      zip.write(JSON);
      zip.putNextEntry(new ZipEntry("a/../../evil"));
      zip.write(JSON);
    }
    refused("entry \"a/../../evil\": leads out of the archive");
    byte[] bytes = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(bytes, bytes.length - 10));
    refused("truncated");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    gzip(new Tar().file("README.md", JSON).bytes());
    refused("holds no model");
    Files.write(archive, new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0});
    refused("Zstandard is not supported");
    Files.write(archive, new byte[0]);
    refused("is neither a zip archive or jar nor a .tar.gz");
    gzip(
        "no tar archive at all, though it is compressed"
            .repeat(50)
            .getBytes(StandardCharsets.UTF_8));
    Exception e = assertThrows(Exception.class, this::unpack);
    assertTrue(e instanceof IOException || e instanceof ModelFileException, e::toString);
  }
}
