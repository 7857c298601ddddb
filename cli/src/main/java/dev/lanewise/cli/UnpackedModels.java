package dev.lanewise.cli;

import dev.lanewise.weights.pack.Unpacker;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Models from archives that can't be read in place, each unpacked once: a folder for every archive,
 * by the SHA-256 of its bytes.
 *
 * @param cache where the folders are
 */
record UnpackedModels(Path cache) {
  private static final int BLOCK = 1 << 16;

  /**
   * The folder of an archive's model.
   *
   * @throws IllegalArgumentException if the archive is damaged or unsafe
   * @throws UncheckedIOException if it can't be read, or the cache not written
   */
  Path folder(Path archive) {
    try {
      Path folder = cache.resolve(sha256(archive));
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(cache);
        unpack(archive, folder);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(
          archive + ": can't be unpacked into " + cache + ": " + Console.message(e), e);
    }
  }

  private static void unpack(Path archive, Path folder) throws IOException {
    try (ByteProgress progress = new ByteProgress("unpacking")) {
      Unpacker.unpack(archive, folder, progress);
    } catch (IOException | IllegalArgumentException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
      // Another process was faster, and its folder is complete, or it would not be there.
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] block = new byte[BLOCK];
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        digest.update(block, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
