package dev.lanewise.weights.files;

import dev.lanewise.weights.ModelFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * A folder that appears under its name only when it is complete: filled beside it and renamed by
 * {@link #commit}. Closed without that, or when the process is told to stop, it leaves nothing
 * behind.
 */
public final class AtomicFolder implements AutoCloseable {
  private final Path target;
  private final Path filled;
  private final Thread cleanUp;

  private AtomicFolder(Path target, Path filled) {
    this.target = target;
    this.filled = filled;
    this.cleanUp = new Thread(this::discard);
    Runtime.getRuntime().addShutdownHook(cleanUp);
  }

  /**
   * Begins a folder.
   *
   * @throws ModelFileException if something is there already, other than an empty folder
   * @throws IOException if it can't be created
   */
  public static AtomicFolder create(Path target) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    if (Files.exists(absolute) && !isEmptyFolder(absolute)) {
      throw new ModelFileException(target, "is there already; it is not overwritten");
    }
    Path parent = absolute.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new NoSuchFileException(String.valueOf(parent));
    }
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path filled = Files.createDirectory(parent.resolve(".lanewise-" + random + ".part"));
    return new AtomicFolder(absolute, filled);
  }

  private static boolean isEmptyFolder(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Stream<Path> content = Files.list(path)) {
      return content.findAny().isEmpty();
    }
  }

  /** Where to put what belongs in it. */
  public Path path() {
    return filled;
  }

  /**
   * Puts the folder in its place.
   *
   * @throws IOException if that fails; then nothing has changed
   */
  public void commit() throws IOException {
    commit(filled);
  }

  /**
   * Puts a folder within the folder in its place; the rest is discarded.
   *
   * @throws IOException if that fails; then nothing has changed
   */
  public void commit(Path part) throws IOException {
    Files.deleteIfExists(target);
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(cleanUp);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook does it.
      return;
    }
    discard();
  }

  private void discard() {
    if (!Files.isDirectory(filled)) {
      return;
    }
    try (Stream<Path> content = Files.walk(filled)) {
      List<Path> deepestFirst = content.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // There is nobody left to tell, and nothing depends on it.
    }
  }
}
