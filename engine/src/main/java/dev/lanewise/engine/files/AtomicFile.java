package dev.lanewise.engine.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that appears under its name only when it is complete: written beside it, forced to disk
 * and renamed by {@link #commit}. Closed without that, or when the process is told to stop, it
 * leaves nothing behind, and what the name stood for stays as it was.
 *
 * <p>A name that stands for something other than a regular file, such as a pipe, is written to
 * directly.
 */
public final class AtomicFile implements AutoCloseable {
  private final Path target;
  private final Path written;
  private final FileChannel channel;
  private final Thread cleanUp;

  private AtomicFile(Path target, Path written, FileChannel channel) {
    this.target = target;
    this.written = written;
    this.channel = channel;
    this.cleanUp = new Thread(this::discard);
    Runtime.getRuntime().addShutdownHook(cleanUp);
  }

  /**
   * Begins a file.
   *
   * @throws IOException if it can't be created
   */
  public static AtomicFile create(Path target) throws IOException {
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      return new AtomicFile(target, target, FileChannel.open(target, StandardOpenOption.WRITE));
    }
    // Through a link the file it leads to is written, as without the detour.
    Path real = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
    String suffix = "." + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part";
    Path written = real.resolveSibling(real.getFileName() + suffix);
    FileChannel channel =
        FileChannel.open(
            written,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    return new AtomicFile(real, written, channel);
  }

  /** Where to write. */
  public FileChannel channel() {
    return channel;
  }

  /**
   * Puts the file in its place.
   *
   * @throws IOException if that fails; then nothing has changed
   */
  public void commit() throws IOException {
    if (!written.equals(target)) {
      channel.force(true);
      channel.close();
      Files.move(
          written, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(cleanUp);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook does it.
      return;
    }
    channel.close();
    discard();
  }

  private void discard() {
    try {
      if (!written.equals(target)) {
        Files.deleteIfExists(written);
      }
    } catch (IOException e) {
      // There is nobody left to tell, and nothing depends on it.
    }
  }
}
