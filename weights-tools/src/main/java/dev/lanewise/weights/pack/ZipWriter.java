package dev.lanewise.weights.pack;

import dev.lanewise.weights.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * Writes a zip archive whose entries are stored uncompressed, each from a multiple of {@value
 * #ALIGNMENT} bytes on, so that a reader can use them where they lie. Weights hardly compress, and
 * beside them nothing else counts.
 */
final class ZipWriter {
  /** What vectors of any width are aligned to. */
  static final int ALIGNMENT = 64;

  private final ZipArchiveOutputStream zip;
  private final PackedFiles content;

  /**
   * @param total the bytes of all files
   */
  ZipWriter(SeekableByteChannel channel, long total, Progress progress) throws IOException {
    this.zip = new ZipArchiveOutputStream(channel);
    // Every file is read twice: its checksum stands before it.
    this.content = new PackedFiles(2 * total, progress);
  }

  /**
   * Writes an entry of a few bytes.
   *
   * @param bytes its content
   */
  void write(String name, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    begin(name, bytes.length, crc.getValue());
    zip.write(bytes);
    zip.closeArchiveEntry();
  }

  /** Writes files and ends the archive; its channel stays open. */
  void write(String folder, SortedMap<String, Path> files) throws IOException {
    for (Map.Entry<String, Path> file : files.entrySet()) {
      long size = Files.size(file.getValue());
      CRC32 crc = new CRC32();
      content.copy(
          file.getValue(), size, new CheckedOutputStream(OutputStream.nullOutputStream(), crc));
      begin(folder + file.getKey(), size, crc.getValue());
      content.copy(file.getValue(), size, zip);
      zip.closeArchiveEntry();
    }
    zip.finish();
  }

  private void begin(String name, long size, long crc) throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(size);
    entry.setCompressedSize(size);
    entry.setCrc(crc);
    entry.setTimeLocal(PackedFiles.LOCAL_TIME);
    entry.setUnixMode(PackedFiles.MODE);
    entry.setAlignment(ALIGNMENT);
    zip.putArchiveEntry(entry);
  }
}
