package dev.lanewise.weights.pull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps two pulls from fetching the same thing at once, in this process or in others. Nothing that
 * is written is wrong without it; where a file system has no locks, {@link #isHeld} says so.
 */
final class CacheLock implements AutoCloseable {
  /** A process can't lock a file twice: its own threads have to agree among themselves. */
  private static final Map<Path, ReentrantLock> OWN = new ConcurrentHashMap<>();

  private final ReentrantLock own;
  private final FileChannel channel;
  private final boolean held;

  private CacheLock(ReentrantLock own, FileChannel channel, boolean held) {
    this.own = own;
    this.channel = channel;
    this.held = held;
  }

  /**
   * Waits for the lock.
   *
   * @param file the file that is locked, which is made
   * @param waiting is told if that takes longer
   * @throws IOException if the file can't be made
   */
  static CacheLock acquire(Path file, Runnable waiting) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    ReentrantLock own = OWN.computeIfAbsent(absolute, _ -> new ReentrantLock());
    if (!own.tryLock()) {
      waiting.run();
      own.lock();
    }
    boolean done = false;
    try {
      Files.createDirectories(absolute.resolveSibling(".").normalize());
      FileChannel channel =
          FileChannel.open(absolute, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      CacheLock lock = new CacheLock(own, channel, lock(channel, waiting));
      done = true;
      return lock;
    } finally {
      if (!done) {
        own.unlock();
      }
    }
  }

  private static boolean lock(FileChannel channel, Runnable waiting) {
    try {
      if (channel.tryLock() == null) {
        waiting.run();
        channel.lock();
      }
      return true;
    } catch (IOException e) {
      // The file system has no locks.
      return false;
    }
  }

  /** Whether nobody else has it. */
  boolean isHeld() {
    return held;
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      own.unlock();
    }
  }
}
