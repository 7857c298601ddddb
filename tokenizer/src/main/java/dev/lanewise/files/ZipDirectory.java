package dev.lanewise.files;

import static dev.lanewise.files.LittleEndian.i64;
import static dev.lanewise.files.LittleEndian.u16;
import static dev.lanewise.files.LittleEndian.u32;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the central directory of a zip archive, and the headers of the entries it leads to. */
final class ZipDirectory {
  private static final long CENTRAL = 0x02014b50L;
  private static final int CENTRAL_BYTES = 46;
  private static final long LOCAL = 0x04034b50L;
  private static final int LOCAL_BYTES = 30;
  private static final int ZIP64 = 1;
  private static final long MAX_32 = 0xffffffffL;

  /** Traditional and strong encryption, and a directory that is hidden. */
  private static final int ENCRYPTED = 1 | 1 << 6 | 1 << 13;

  /** Sizes stand behind the content instead of before it. */
  private static final int SIZES_FOLLOW = 1 << 3;

  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  /** The system whose file modes are in the upper half of the external attributes. */
  private static final int UNIX = 3;

  private static final int KIND_OF_FILE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int FOLDER = 0040000;

  private final Path file;
  private final MemorySegment bytes;
  private final ZipEnd end;
  private final Map<String, ZipArchive.Entry> entries = new LinkedHashMap<>();
  private final List<Extent> extents = new ArrayList<>();
  private final EntryNames names;

  /** What an entry takes of the archive, its header included. */
  private record Extent(String name, long from, long to) {}

  private ZipDirectory(Path file, MemorySegment bytes, ZipEnd end) {
    this.file = file;
    this.bytes = bytes;
    this.end = end;
    this.names = new EntryNames(file);
  }

  /**
   * Reads an archive's directory.
   *
   * @param prefix only the entries whose names begin with it are looked at
   * @throws ArchiveException if it is damaged or unsafe
   */
  static ZipDirectory read(Path file, MemorySegment bytes, String prefix) {
    ZipDirectory directory = new ZipDirectory(file, bytes, ZipEnd.find(file, bytes));
    directory.read(prefix);
    directory.requireApart();
    return directory;
  }

  Map<String, ZipArchive.Entry> entries() {
    return entries;
  }

  EntryNames names() {
    return names;
  }

  private void read(String prefix) {
    long at = end.offset();
    long last = end.offset() + end.size();
    for (long i = 0; i < end.entries(); i++) {
      if (at > last - CENTRAL_BYTES || u32(bytes, at) != CENTRAL) {
        throw new ArchiveException(file, "is damaged: entry " + i + " isn't in its directory");
      }
      long next =
          at + CENTRAL_BYTES + u16(bytes, at + 28) + u16(bytes, at + 30) + u16(bytes, at + 32);
      if (next > last) {
        throw new ArchiveException(file, "is damaged: entry " + i + " exceeds its directory");
      }
      String name = name(at + CENTRAL_BYTES, u16(bytes, at + 28));
      if (name.startsWith(prefix)) {
        add(name, at);
      }
      at = next;
    }
    if (at != last) {
      throw new ArchiveException(file, "is damaged: its directory holds more than its entries");
    }
  }

  private String name(long at, int length) {
    ByteBuffer utf8 = bytes.asSlice(at, length).asByteBuffer();
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException e) {
      throw new ArchiveException(file, "has an entry whose name is not UTF-8");
    }
  }

  private void add(String name, long at) {
    Numbers numbers = numbers(name, at);
    int mode = u16(bytes, at + 4) >> 8 == UNIX ? u16(bytes, at + 40) & KIND_OF_FILE : 0;
    boolean folder = name.endsWith("/");
    if (mode != 0 && mode != (folder ? FOLDER : REGULAR)) {
      throw new ArchiveException(file, name, "is a link, or something else that is no file");
    }
    if (folder) {
      if (numbers.size != 0 || numbers.packedSize > 2) {
        throw new ArchiveException(file, name, "is a folder with content");
      }
      names.addFolder(name.substring(0, name.length() - 1));
      return;
    }
    names.addFile(name);
    int flags = u16(bytes, at + 8);
    int method = u16(bytes, at + 10);
    if ((flags & ENCRYPTED) != 0) {
      throw new ArchiveException(file, name, "is encrypted");
    }
    if (method != STORED && method != DEFLATED) {
      throw new ArchiveException(
          file, name, "is compressed by method " + method + ", which is not supported");
    }
    checkSizes(name, method, numbers);
    long data = locate(name, at, numbers);
    entries.put(
        name,
        new ZipArchive.Entry(
            name, method == DEFLATED, u32(bytes, at + 16), data, numbers.packedSize, numbers.size));
  }

  /**
   * The numbers that may be too wide for their fields.
   *
   * @param header where the entry's own header is
   */
  private record Numbers(long size, long packedSize, long header) {}

  private Numbers numbers(String name, long at) {
    long packedSize = u32(bytes, at + 20);
    long size = u32(bytes, at + 24);
    long header = u32(bytes, at + 42);
    if (u16(bytes, at + 34) != 0) {
      throw new ArchiveException(file, name, "is in another file of a divided archive");
    }
    if (size != MAX_32 && packedSize != MAX_32 && header != MAX_32) {
      return new Numbers(size, packedSize, header);
    }
    // Only those that don't fit are in the extra field, in this order.
    long from = at + CENTRAL_BYTES + u16(bytes, at + 28);
    long to = from + u16(bytes, at + 30);
    while (from <= to - 4) {
      long next = from + 4 + u16(bytes, from + 2);
      if (u16(bytes, from) == ZIP64 && next <= to) {
        long field = from + 4;
        int wanted =
            (size == MAX_32 ? 8 : 0) + (packedSize == MAX_32 ? 8 : 0) + (header == MAX_32 ? 8 : 0);
        if (next - field < wanted) {
          break;
        }
        if (size == MAX_32) {
          size = i64(bytes, field);
          field += 8;
        }
        if (packedSize == MAX_32) {
          packedSize = i64(bytes, field);
          field += 8;
        }
        if (header == MAX_32) {
          header = i64(bytes, field);
        }
        return new Numbers(size, packedSize, header);
      }
      from = next;
    }
    throw new ArchiveException(file, name, "is damaged: its sizes are missing");
  }

  private void checkSizes(String name, int method, Numbers numbers) {
    if (numbers.size < 0 || numbers.packedSize < 0 || numbers.packedSize > bytes.byteSize()) {
      throw new ArchiveException(
          file, name, "is damaged: it claims more bytes than the archive has");
    }
    if (method == STORED && numbers.size != numbers.packedSize) {
      throw new ArchiveException(
          file,
          name,
          "is damaged: stored in " + numbers.packedSize + " bytes, it claims " + numbers.size);
    }
    if (numbers.size > ZipArchive.FREE_BYTES
        && numbers.size / ZipArchive.MAX_RATIO > numbers.packedSize) {
      throw new ArchiveException(
          file,
          name,
          "would inflate from "
              + numbers.packedSize
              + " bytes to "
              + numbers.size
              + ", more than "
              + ZipArchive.MAX_RATIO
              + " times as many");
    }
  }

  /** Where an entry's content begins, by its own header, which has to say the same of it. */
  private long locate(String name, long at, Numbers numbers) {
    long header = numbers.header;
    if (header < 0 || header > end.offset() - LOCAL_BYTES || u32(bytes, header) != LOCAL) {
      throw new ArchiveException(file, name, "is damaged: there is no header at " + header);
    }
    int nameLength = u16(bytes, header + 26);
    long data = header + LOCAL_BYTES + nameLength + u16(bytes, header + 28);
    if (data > end.offset() - numbers.packedSize) {
      throw new ArchiveException(file, name, "is damaged: it exceeds the archive");
    }
    long centralName = at + CENTRAL_BYTES;
    if (nameLength != u16(bytes, at + 28)
        || bytes
                .asSlice(header + LOCAL_BYTES, nameLength)
                .mismatch(bytes.asSlice(centralName, nameLength))
            != -1
        || u16(bytes, header + 8) != u16(bytes, at + 10)) {
      throw new ArchiveException(file, name, "is damaged: its header is that of another");
    }
    if ((u16(bytes, header + 6) & SIZES_FOLLOW) == 0) {
      requireSame(name, u32(bytes, header + 18), numbers.packedSize);
      requireSame(name, u32(bytes, header + 22), numbers.size);
    }
    extents.add(new Extent(name, header, data + numbers.packedSize));
    return data;
  }

  private void requireSame(String name, long local, long central) {
    if (local != central && local != MAX_32) {
      throw new ArchiveException(
          file, name, "is damaged: its header and the directory give different sizes");
    }
  }

  /** No two entries may share a byte: that is how a small archive becomes a large one. */
  private void requireApart() {
    extents.sort(Comparator.comparingLong(Extent::from));
    for (int i = 1; i < extents.size(); i++) {
      Extent before = extents.get(i - 1);
      Extent extent = extents.get(i);
      if (extent.from() < before.to()) {
        throw new ArchiveException(
            file, extent.name(), "overlaps the entry \"" + before.name() + "\"");
      }
    }
  }
}
