package dev.lanewise.files;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * What the end of a zip archive says of its central directory (APPNOTE 4.3.14 to 4.3.16).
 *
 * @param offset where the directory begins
 * @param size its bytes, up to the records that end the archive
 * @param entries how many it has
 */
record ZipEnd(long offset, long size, long entries) {
  private static final long END = 0x06054b50L;
  private static final long END_64 = 0x06064b50L;
  private static final long LOCATOR_64 = 0x07064b50L;
  private static final int END_BYTES = 22;
  private static final int LOCATOR_BYTES = 20;
  private static final int END_64_BYTES = 56;
  private static final int MAX_16 = 0xffff;
  private static final long MAX_32 = 0xffffffffL;

  /** What an entry takes in the directory at the least. */
  private static final int MIN_ENTRY_BYTES = 46;

  /**
   * Finds the end.
   *
   * @throws ArchiveException if there is none, or its numbers contradict each other
   */
  static ZipEnd find(Path file, MemorySegment bytes) {
    long at = locate(file, bytes);
    int entries = LittleEndian.u16(bytes, at + 10);
    ZipEnd end =
        new ZipEnd(LittleEndian.u32(bytes, at + 16), LittleEndian.u32(bytes, at + 12), entries);
    if (LittleEndian.u16(bytes, at + 4) != 0
        || LittleEndian.u16(bytes, at + 6) != 0
        || LittleEndian.u16(bytes, at + 8) != entries) {
      throw new ArchiveException(file, "is a part of an archive in several files");
    }
    long after = at;
    long locator = at - LOCATOR_BYTES;
    if (locator >= 0 && LittleEndian.u32(bytes, locator) == LOCATOR_64) {
      after = LittleEndian.i64(bytes, locator + 8);
      end = end.widened(read64(file, bytes, after, locator), file);
    }
    if (end.offset < 0
        || end.size < 0
        || end.entries < 0
        || end.offset > after
        || end.size != after - end.offset
        || end.entries > end.size / MIN_ENTRY_BYTES) {
      throw new ArchiveException(
          file,
          "is damaged: "
              + end.entries
              + " entries in "
              + end.size
              + " bytes at "
              + end.offset
              + " don't reach to the archive's end record at "
              + after);
    }
    return end;
  }

  private static long locate(Path file, MemorySegment bytes) {
    long last = bytes.byteSize() - END_BYTES;
    for (long at = last; at >= Math.max(0, last - MAX_16); at--) {
      if (LittleEndian.u32(bytes, at) == END && LittleEndian.u16(bytes, at + 20) == last - at) {
        return at;
      }
    }
    throw new ArchiveException(
        file, "is not a zip archive, or a truncated one: it doesn't end as they do");
  }

  private static ZipEnd read64(Path file, MemorySegment bytes, long at, long locator) {
    if (at < 0
        || at > locator - END_64_BYTES
        || LittleEndian.u32(bytes, at) != END_64
        || LittleEndian.i64(bytes, at + 4) != locator - at - 12) {
      throw new ArchiveException(file, "is damaged: its zip64 end record is not at " + at);
    }
    long entries = LittleEndian.i64(bytes, at + 32);
    if (LittleEndian.u32(bytes, at + 16) != 0
        || LittleEndian.u32(bytes, at + 20) != 0
        || LittleEndian.i64(bytes, at + 24) != entries) {
      throw new ArchiveException(file, "is a part of an archive in several files");
    }
    return new ZipEnd(LittleEndian.i64(bytes, at + 48), LittleEndian.i64(bytes, at + 40), entries);
  }

  /** The wide numbers, with which narrow ones have to agree unless they can't. */
  private ZipEnd widened(ZipEnd wide, Path file) {
    if ((offset != MAX_32 && offset != wide.offset)
        || (size != MAX_32 && size != wide.size)
        || (entries != MAX_16 && entries != wide.entries)) {
      throw new ArchiveException(file, "is damaged: its end records contradict each other");
    }
    return wide;
  }
}
