package dev.lanewise.weights.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/**
 * A body that is given up on when nothing comes for too long. The JDK's client limits the time
 * until an answer begins, not that of its body, where a lost connection would be waited for without
 * end.
 */
final class TimedStream extends InputStream {
  private static final long IDLE = Long.MIN_VALUE;
  private static final int LOOKS_PER_TIMEOUT = 8;

  private final InputStream in;
  private final Duration timeout;
  private final Thread watch;
  private volatile long readingSince = IDLE;
  private volatile boolean stalled;

  TimedStream(InputStream in, Duration timeout) {
    this.in = in;
    this.timeout = timeout;
    this.watch = Thread.ofVirtual().start(this::watch);
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(timeout.dividedBy(LOOKS_PER_TIMEOUT));
        long since = readingSince;
        if (since != IDLE && System.nanoTime() - since > timeout.toNanos()) {
          stalled = true;
          // Which ends the read.
          in.close();
          return;
        }
      }
    } catch (InterruptedException | IOException e) {
      // The body has been read or closed.
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    readingSince = System.nanoTime();
    int count;
    try {
      count = in.read(bytes, offset, length);
    } catch (IOException e) {
      throw stalled ? timedOut() : e;
    } finally {
      readingSince = IDLE;
    }
    if (stalled) {
      throw timedOut();
    }
    return count;
  }

  private IOException timedOut() {
    return new HttpTimeoutException("nothing came for " + timeout.toSeconds() + " s");
  }

  @Override
  public void close() throws IOException {
    watch.interrupt();
    in.close();
  }
}
