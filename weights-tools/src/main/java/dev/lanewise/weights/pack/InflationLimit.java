package dev.lanewise.weights.pack;

import dev.lanewise.files.ArchiveException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * What an archive inflates to, up to a limit that its size justifies, and less of it where headers
 * stand, which are read into memory.
 */
final class InflationLimit extends FilterInputStream {
  /** Far more than text or numbers gain. */
  private static final int MAX_RATIO = 200;

  /** What may inflate to this much may do it from as little as it likes. */
  private static final long FREE_BYTES = 1 << 24;

  /** Far more than a name and the attributes of a file take. */
  private static final long MAX_HEADER_BYTES = 1 << 20;

  private final Path archive;
  private final long limit;
  private long total;
  private long headerEnd = Long.MAX_VALUE;

  /**
   * @param size the archive's own
   * @param in what it inflates to
   */
  InflationLimit(Path archive, long size, InputStream in) {
    super(in);
    this.archive = archive;
    this.limit = Math.max(FREE_BYTES, size * MAX_RATIO);
  }

  /** A header follows. */
  void header() {
    headerEnd = total + MAX_HEADER_BYTES;
  }

  /** A file's content follows. */
  void content() {
    headerEnd = Long.MAX_VALUE;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, length);
    count(count);
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = in.skip(count);
    count(skipped);
    return skipped;
  }

  /** Marks would count twice what is read again. */
  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long count) {
    total += Math.max(0, count);
    if (total > limit) {
      throw new ArchiveException(
          archive, "inflates to more than " + limit + " bytes, " + MAX_RATIO + " times its size");
    }
    if (total > headerEnd) {
      throw new ArchiveException(
          archive, "has a header of more than " + MAX_HEADER_BYTES + " bytes");
    }
  }
}
