package dev.lanewise.engine.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
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
  /** As many as Linux follows. */
  private static final int MAX_LINKS = 40;

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
    Path real = Files.exists(target) ? target.toRealPath() : throughLinks(target);
    if (!Files.isDirectory(real.resolveSibling("."))) {
      throw new NoSuchFileException(target.toString(), null, "there is no such directory");
    }
    // Not the target's own name with something behind it, which could become too long.
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path written = real.resolveSibling(".lanewise-" + random + ".part");
    FileChannel channel =
        FileChannel.open(
            written,
            Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS),
            permissionsOf(real));
    return new AtomicFile(real, written, channel);
  }

  /** Where a link leads, although nothing is there. */
  private static Path throughLinks(Path target) throws IOException {
    Path path = target.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(path); links++) {
      if (links == MAX_LINKS) {
        throw new FileSystemLoopException(target.toString());
      }
      path = path.resolveSibling(Files.readSymbolicLink(path));
    }
    return path;
  }

  /** What replaces a private file must be as private from its first moment. */
  private static FileAttribute<?>[] permissionsOf(Path file) throws IOException {
    if (!Files.exists(file) || !supportsPermissions(file)) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(file))
    };
  }

  private static boolean supportsPermissions(Path file) throws IOException {
    return Files.getFileStore(file).supportsFileAttributeView(PosixFileAttributeView.class);
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
      if (Files.exists(target) && supportsPermissions(target)) {
        // All of them: those at creation were cut by the process's mask.
        Files.setPosixFilePermissions(written, Files.getPosixFilePermissions(target));
      }
      channel.force(true);
      channel.close();
      Files.move(
          written, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      forceRename();
    }
  }

  /** A new name is on disk only when its directory is. */
  private void forceRename() {
    try (FileChannel directory = FileChannel.open(target.resolveSibling("."))) {
      directory.force(true);
    } catch (IOException e) {
      // Some systems can't open a directory; there the file system takes care of it.
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
    try {
      channel.close();
    } finally {
      discard();
    }
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
