package dev.lanewise.weights.pack;

import com.jcraft.jzlib.GZIPOutputStream;
import dev.lanewise.weights.Progress;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes a tape archive, compressed by gzip. By jzlib: what the JDK's own deflater makes of the
 * same bytes depends on the zlib that it was built with, or finds on the system.
 */
final class TarWriter {
  private static final int BLOCK = 1 << 16;

  private final WritableByteChannel channel;
  private final PackedFiles content;

  /**
   * @param total the bytes of all files
   */
  TarWriter(WritableByteChannel channel, long total, Progress progress) {
    this.channel = channel;
    this.content = new PackedFiles(total, progress);
  }

  /** Writes the archive; the channel stays open. */
  void write(SortedMap<String, Path> files) throws IOException {
    BufferedOutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BLOCK);
    // It closes nothing, for the channel isn't ours, and has nothing else to give back.
    GZIPOutputStream gzip = new GZIPOutputStream(out, BLOCK, false);
    TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    for (Map.Entry<String, Path> file : files.entrySet()) {
      long size = Files.size(file.getValue());
      TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), TarConstants.LF_NORMAL);
      entry.setSize(size);
      entry.setMode(PackedFiles.MODE);
      entry.setModTime(PackedFiles.TIME);
      entry.setIds(0, 0);
      entry.setNames("", "");
      tar.putArchiveEntry(entry);
      content.copy(file.getValue(), size, tar);
      tar.closeArchiveEntry();
    }
    tar.finish();
    tar.flush();
    gzip.finish();
    out.flush();
  }
}
