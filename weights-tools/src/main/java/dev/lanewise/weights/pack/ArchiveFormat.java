package dev.lanewise.weights.pack;

import dev.lanewise.files.ZipArchive;
import dev.lanewise.weights.ModelFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The forms of archives that models are packed in. */
public enum ArchiveFormat {
  /** A tape archive, compressed by gzip. */
  TAR_GZ("tar.gz", ".tar.gz .tgz"),
  /** A zip archive whose entries are stored uncompressed, so that the engine maps them. */
  ZIP("zip", ".zip"),
  /** A zip archive that puts the model on the class path. */
  JAR("jar", ".jar");

  private static final String GZIP_MAGIC = "1f8b";
  private static final String ZSTANDARD_MAGIC = "28b52ffd";

  private static final String ZSTANDARD =
      "Zstandard is not supported, for want of a library without native code; use .tar.gz, .zip or"
          + " .jar";

  private final String label;
  private final String endings; // with spaces between them

  ArchiveFormat(String label, String endings) {
    this.label = label;
    this.endings = endings;
  }

  private Stream<String> endings() {
    return Stream.of(endings.split(" "));
  }

  /**
   * The format that a file's name asks for.
   *
   * @throws ModelFileException if it asks for none of them
   */
  public static ArchiveFormat named(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    for (ArchiveFormat format : values()) {
      if (format.endings().anyMatch(name::endsWith)) {
        return format;
      }
    }
    if (name.endsWith(".zst") || name.endsWith(".tzst")) {
      throw new ModelFileException(file, ZSTANDARD);
    }
    throw new ModelFileException(
        file,
        "doesn't end with "
            + Stream.of(values()).flatMap(ArchiveFormat::endings).collect(Collectors.joining(", "))
            + ": which kind of archive is it to be?");
  }

  /**
   * The format of a file that is there, by its first bytes; a jar is a zip archive.
   *
   * @throws ModelFileException if it is in none of them
   * @throws IOException if it can't be read
   */
  public static ArchiveFormat of(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      if (Files.exists(file)) {
        throw new ModelFileException(file, "is not a file");
      }
      throw new NoSuchFileException(file.toString());
    }
    if (ZipArchive.isOne(file)) {
      return ZIP;
    }
    if (isGzip(file)) {
      return TAR_GZ;
    }
    throw new ModelFileException(
        file,
        startsWith(file, ZSTANDARD_MAGIC)
            ? ZSTANDARD
            : "is neither a zip archive or jar nor a .tar.gz");
  }

  /**
   * Whether a file is compressed by gzip, by its first bytes.
   *
   * @throws IOException if it can't be read
   */
  public static boolean isGzip(Path file) throws IOException {
    return startsWith(file, GZIP_MAGIC);
  }

  private static boolean startsWith(Path file, String magic) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return HexFormat.of().formatHex(in.readNBytes(magic.length() / 2)).equals(magic);
    }
  }

  /** The name for people: {@code tar.gz}. */
  @Override
  public String toString() {
    return label;
  }
}
