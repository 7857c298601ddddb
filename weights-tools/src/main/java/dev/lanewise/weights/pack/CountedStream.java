package dev.lanewise.weights.pack;

import dev.lanewise.weights.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells how much has been read. */
final class CountedStream extends FilterInputStream {
  private final long total;
  private final Progress progress;
  private long done;

  CountedStream(InputStream in, long total, Progress progress) {
    super(in);
    this.total = total;
    this.progress = progress;
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

  private void count(int count) {
    if (count > 0) {
      done += count;
      progress.reached(done, total);
    }
  }
}
