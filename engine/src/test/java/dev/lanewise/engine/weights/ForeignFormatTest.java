package dev.lanewise.engine.weights;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands under the name of a weight file and isn't one. */
@Tag("once")
class ForeignFormatTest {
  @TempDir Path folder;

  @Test
  void aGitLfsPointer() throws IOException {
    assertRefused(
        """
        version https://git-lfs.github.com/spec/v1
        oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
        size 12345
        """,
        "a Git LFS pointer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE html><html><head><title>Log in</title></head></html>",
        "<html><body>404</body></html>",
        "\n\n  <!doctype HTML>\n<p>moved"
      })
  void aWebPage(String page) throws IOException {
    assertRefused(page, "a web page");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"error\": \"Repository not found\"}", "<?xml version=\"1.0\"?><Error/>"})
  void anErrorMessage(String message) throws IOException {
    assertRefused(message, "it is text");
  }

  @Test
  void aZipArchive() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(1);
    }
    assertRefused(bytes.toByteArray(), "a zip archive");
  }

  /** As a header's length its first bytes would be plausible. */
  @Test
  void aZipArchiveOfTheFirstVersion() throws IOException {
    assertRefused(HexFormat.of().parseHex("504b0304000000000000"), "a zip archive");
  }

  @Test
  void aGzipFile() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(new byte[100]);
    }
    assertRefused(bytes.toByteArray(), "compressed with gzip");
  }

  /** Without a time in its header it begins like a header's length of half a megabyte. */
  @Test
  void aGzipFileLongEnoughForItsLength() throws IOException {
    byte[] bytes = new byte[1 << 20];
    System.arraycopy(HexFormat.of().parseHex("1f8b08000000000000ff"), 0, bytes, 0, 10);
    assertRefused(bytes, "compressed with gzip");
  }

  @ParameterizedTest
  @CsvSource({
    "80028a0a6cfc9c46f9206aa850192e, a Python pickle",
    "80049505000000000000004b012e, a Python pickle",
    "4747554603000000000000000000, a GGUF file",
    "894844460d0a1a0a0000000000, an HDF5 file"
  })
  void anotherBinaryFormat(String bytes, String said) throws IOException {
    assertRefused(HexFormat.of().parseHex(bytes), said);
  }

  /** The low bytes of a header's length may be the magic number of anything. */
  @ParameterizedTest
  @ValueSource(ints = {'{', '<', 0x280, 0x8b1f, 0x30280})
  void aBrokenHeaderIsNotTakenForSomethingElse(int length) throws IOException {
    ByteBuffer file = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(length).put((byte) '{');
    assertFalse(refusal(file.array()).contains("it is"), refusal(file.array()));
    byte[] truncated = new byte[20];
    file.get(0, truncated);
    assertTrue(refusal(truncated).contains("truncated"), refusal(truncated));
  }

  @Test
  void aFolder() throws IOException {
    Path file = Files.createDirectory(folder.resolve("model.safetensors"));
    assertTrue(refusal(file).contains("is not a regular file"), refusal(file));
  }

  private void assertRefused(String content, String said) throws IOException {
    assertRefused(content.getBytes(StandardCharsets.UTF_8), said);
  }

  private void assertRefused(byte[] content, String said) throws IOException {
    assertTrue(refusal(content).contains(said), refusal(content));
  }

  private String refusal(byte[] content) throws IOException {
    return refusal(Files.write(folder.resolve("model.safetensors"), content));
  }

  private static String refusal(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      WeightFormatException e =
          assertThrows(WeightFormatException.class, () -> SafetensorsFile.open(file, arena));
      String message = String.valueOf(e.getMessage());
      assertTrue(message.startsWith(file + ": "), message);
      return message;
    }
  }
}
