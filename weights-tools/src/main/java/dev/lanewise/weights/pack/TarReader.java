package dev.lanewise.weights.pack;

import dev.lanewise.files.ArchiveException;
import dev.lanewise.weights.Progress;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Unpacks tape archives compressed by gzip. */
final class TarReader {
  private static final int BLOCK = 1 << 16;

  private TarReader() {}

  static void read(Path archive, Unpacker to, Path root, Progress progress) throws IOException {
    long total = Files.size(archive);
    try (CountedStream packed = new CountedStream(Files.newInputStream(archive), total, progress);
        InflationLimit inflated =
            new InflationLimit(archive, total, new GZIPInputStream(packed, BLOCK));
        TarArchiveInputStream tar =
            new TarArchiveInputStream(inflated, StandardCharsets.UTF_8.name())) {
      for (TarArchiveEntry entry = next(tar, inflated);
          entry != null;
          entry = next(tar, inflated)) {
        read(archive, entry, tar, to, root);
      }
      // To the end, where gzip has its checksum.
      inflated.content();
      inflated.transferTo(OutputStream.nullOutputStream());
    } catch (EOFException e) {
      throw new ArchiveException(archive, "is truncated");
    } catch (IllegalArgumentException e) {
      // The library checks less than it reads, and stumbles over the rest.
      throw new ArchiveException(archive, "is a damaged tar archive: " + e.getMessage());
    } catch (IOException e) {
      throw new IOException(archive + ": can't be unpacked: " + e.getMessage(), e);
    }
  }

  private static TarArchiveEntry next(TarArchiveInputStream tar, InflationLimit inflated)
      throws IOException {
    inflated.header();
    TarArchiveEntry entry = tar.getNextEntry();
    inflated.content();
    return entry;
  }

  private static void read(
      Path archive, TarArchiveEntry entry, TarArchiveInputStream tar, Unpacker to, Path root)
      throws IOException {
    String name = entry.getName();
    while (name.startsWith("./")) {
      name = name.substring(2); // as "tar -C FOLDER -c ." writes them
    }
    byte kind = entry.getLinkFlag();
    boolean plain = kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM;
    if (kind == TarConstants.LF_DIR || (plain && name.endsWith("/"))) {
      String folder = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
      if (!folder.isEmpty() && !folder.equals(".")) {
        to.addFolder(folder);
      }
      return;
    }
    if (!plain || entry.isSparse()) {
      throw new ArchiveException(
          archive, name, "is a link, or something else that is no regular file");
    }
    long size = entry.getSize();
    String file = name;
    to.addFile(
        root,
        file,
        size,
        out -> {
          long copied = tar.transferTo(out);
          if (copied != size) {
            throw new ArchiveException(
                archive, file, "is truncated: it has " + copied + " of " + size + " bytes");
          }
        });
  }
}
