package dev.lanewise.weights.pack;

import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** What archives of every form have in common: how files get into them. */
final class PackedFiles {
  /** The earliest that a zip archive can say. */
  static final LocalDateTime LOCAL_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  static final FileTime TIME = FileTime.from(LOCAL_TIME.toInstant(ZoneOffset.UTC));

  /** A regular file that all may read. */
  static final int MODE = 0100644;

  private static final int BLOCK = 1 << 16;

  private final long total;
  private final Progress progress;
  private long done;

  /**
   * @param total the bytes that will be copied
   */
  PackedFiles(long total, Progress progress) {
    this.total = total;
    this.progress = progress;
  }

  /**
   * Copies a file.
   *
   * @param size the bytes that it has to have still
   */
  void copy(Path file, long size, OutputStream to) throws IOException {
    byte[] block = new byte[BLOCK];
    long copied = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        copied += count;
        if (copied > size) {
          break;
        }
        to.write(block, 0, count);
        done += count;
        progress.reached(done, total);
      }
    }
    if (copied != size) {
      throw new ModelFileException(file, "has changed while it was packed");
    }
  }
}
