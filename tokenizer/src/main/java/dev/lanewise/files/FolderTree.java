package dev.lanewise.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder of a file system, the default one or any other.
 *
 * @param root the folder, or a file by itself
 */
record FolderTree(Path root) implements FileTree {
  private Path path(String name) {
    return name.isEmpty() ? root : root.resolve(name);
  }

  @Override
  public boolean isFile(String name) {
    return Files.isRegularFile(path(name));
  }

  @Override
  public boolean isFolder(String name) {
    return Files.isDirectory(path(name));
  }

  @Override
  public boolean isOther(String name) {
    return Files.exists(path(name)) && !isFile(name) && !isFolder(name);
  }

  @Override
  public byte[] read(String name) throws IOException {
    return Files.readAllBytes(path(name));
  }

  @Override
  public MemorySegment map(String name, Arena arena) throws IOException {
    return map(path(name), arena);
  }

  /** The bytes of a file, in memory where its file system can't map it. */
  static MemorySegment map(Path file, Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (UnsupportedOperationException e) {
      MemorySegment bytes = MemorySegment.ofArray(Files.readAllBytes(file));
      return arena.allocate(bytes.byteSize(), ModelPath.ALIGNMENT).copyFrom(bytes).asReadOnly();
    }
  }

  @Override
  public Path label(String name) {
    return path(name);
  }

  @Override
  public Optional<Path> brokenLink(String name) {
    Path path = path(name);
    if (!Files.isSymbolicLink(path) || Files.exists(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readSymbolicLink(path));
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": can't be read: " + e.getMessage(), e);
    }
  }
}
