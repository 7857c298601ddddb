package dev.lanewise.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip archive, mapped. Its files are read where they lie: stored ones as they are, deflated ones
 * through an inflater that stops at the size which the directory gives.
 *
 * <p>Refused when it is opened: names that {@link EntryNames} refuses, links and other things that
 * are no files, encrypted entries, methods other than these two, sizes that contradict each other
 * or the archive's, entries that overlap, and such as inflate to more than {@value #MAX_RATIO}
 * times their size. So nothing that is read takes more memory than the archive's size justifies.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE</a>
 */
public final class ZipArchive {
  /** Far more than text or numbers gain. */
  static final int MAX_RATIO = 200;

  /** What may inflate to this much may do it from as little as it likes. */
  static final long FREE_BYTES = 1 << 20;

  /** No JVM makes larger arrays. */
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private static final int BLOCK = 1 << 16;

  private final Path file;
  private final MemorySegment bytes;
  private final ZipDirectory directory;

  private ZipArchive(Path file, MemorySegment bytes, ZipDirectory directory) {
    this.file = file;
    this.bytes = bytes;
    this.directory = directory;
  }

  /**
   * A file in the archive.
   *
   * @param name its name, with {@code /} between folders
   * @param deflated whether it is compressed
   * @param crc the CRC-32 of its content
   * @param offset where its bytes begin in the archive
   * @param packedSize the bytes it takes there
   * @param size the bytes of its content
   */
  public record Entry(
      String name, boolean deflated, long crc, long offset, long packedSize, long size) {}

  /** Hears a file's content, block by block. */
  @FunctionalInterface
  public interface Sink {
    /** Takes a block, which is used anew afterwards. */
    void accept(ByteBuffer block) throws IOException;
  }

  /**
   * Maps an archive and checks its directory.
   *
   * @param prefix only the files whose names begin with it are looked at
   * @param arena what the mapping lives as long as
   * @throws ArchiveException if it is no zip archive, damaged or unsafe
   * @throws UncheckedIOException if it can't be read
   */
  public static ZipArchive open(Path file, String prefix, Arena arena) {
    try {
      MemorySegment bytes = FolderTree.map(file, arena);
      return new ZipArchive(file, bytes, ZipDirectory.read(file, bytes, prefix));
    } catch (IOException e) {
      throw ModelPath.unreadable(file, e);
    } catch (InternalError e) {
      throw new UncheckedIOException(file + ": was truncated in use", new IOException(e));
    }
  }

  /** Whether a file's first bytes are those of a zip archive, be it an empty one. */
  public static boolean isOne(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] magic = in.readNBytes(4);
      return magic.length == 4
          && magic[0] == 'P'
          && magic[1] == 'K'
          && ((magic[2] == 3 && magic[3] == 4) || (magic[2] == 5 && magic[3] == 6));
    }
  }

  /** The archive's own path. */
  public Path file() {
    return file;
  }

  /** The files, by their names, in the directory's order. */
  public Map<String, Entry> entries() {
    return Collections.unmodifiableMap(directory.entries());
  }

  boolean isFolder(String name) {
    return directory.names().isFolder(name);
  }

  /**
   * A file's content.
   *
   * @throws ArchiveException if it is too large for an array, or isn't what the directory says
   */
  public byte[] read(Entry entry) throws IOException {
    if (entry.size() > MAX_ARRAY) {
      throw new ArchiveException(file, entry.name(), "has " + entry.size() + " bytes");
    }
    ByteBuffer content = ByteBuffer.allocate((int) entry.size());
    copy(entry, content::put);
    return content.array();
  }

  /**
   * A file's content where it lies, or inflated into memory of the arena's. The checksum of what is
   * used in place is not looked at, since that would read all of it.
   *
   * @throws ArchiveException if it isn't what the directory says
   */
  public MemorySegment map(Entry entry, Arena arena) throws IOException {
    if (!entry.deflated()) {
      return packed(entry);
    }
    MemorySegment content = arena.allocate(entry.size(), ModelPath.ALIGNMENT);
    long[] at = {0};
    copy(
        entry,
        block -> {
          MemorySegment source = MemorySegment.ofBuffer(block);
          MemorySegment.copy(source, 0, content, at[0], source.byteSize());
          at[0] += source.byteSize();
        });
    return content.asReadOnly();
  }

  private MemorySegment packed(Entry entry) {
    return bytes.asSlice(entry.offset(), entry.packedSize());
  }

  /**
   * Reads a file from its beginning to its end, and checks that it is what the directory says.
   *
   * @throws ArchiveException if it isn't; by then the sink may have had some of it
   */
  public void copy(Entry entry, Sink sink) throws IOException {
    CRC32 crc = new CRC32();
    Sink checked =
        block -> {
          crc.update(block.duplicate());
          sink.accept(block);
        };
    if (entry.deflated()) {
      inflate(entry, checked);
    } else {
      MemorySegment content = packed(entry);
      for (long at = 0; at < content.byteSize(); at += BLOCK) {
        long length = Math.min(BLOCK, content.byteSize() - at);
        checked.accept(content.asSlice(at, length).asByteBuffer());
      }
    }
    if (crc.getValue() != entry.crc()) {
      throw new ArchiveException(file, entry.name(), "is damaged: its checksum doesn't fit");
    }
  }

  private void inflate(Entry entry, Sink sink) throws IOException {
    MemorySegment packed = packed(entry);
    byte[] block = new byte[BLOCK];
    long at = 0;
    long size = 0;
    try (Inflater inflater = new Inflater(true)) {
      while (!inflater.finished()) {
        if (inflater.needsInput()) {
          long length = Math.min(BLOCK, packed.byteSize() - at);
          if (length == 0) {
            throw new ArchiveException(file, entry.name(), "is damaged: it ends too early");
          }
          inflater.setInput(packed.asSlice(at, length).asByteBuffer());
          at += length;
        }
        int count = inflater.inflate(block);
        size += count;
        if (size > entry.size() || inflater.needsDictionary()) {
          throw sizeLies(entry);
        }
        if (count > 0) {
          sink.accept(ByteBuffer.wrap(block, 0, count));
        }
      }
      if (size != entry.size() || inflater.getBytesRead() != packed.byteSize()) {
        throw sizeLies(entry);
      }
    } catch (DataFormatException e) {
      throw new ArchiveException(file, entry.name(), "is damaged: " + e.getMessage());
    }
  }

  private ArchiveException sizeLies(Entry entry) {
    return new ArchiveException(
        file,
        entry.name(),
        "is damaged: it doesn't inflate from "
            + entry.packedSize()
            + " bytes to the "
            + entry.size()
            + " that the archive says");
  }
}
