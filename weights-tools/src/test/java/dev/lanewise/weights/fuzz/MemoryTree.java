package dev.lanewise.weights.fuzz;

import dev.lanewise.files.FileTree;
import dev.lanewise.files.ModelPath;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** A model's folder without a disk below it. */
record MemoryTree(Map<String, byte[]> files) implements FileTree {
  static ModelPath folder(Map<String, byte[]> files) {
    return ModelPath.of(new MemoryTree(files));
  }

  @Override
  public boolean isFile(String name) {
    return files.containsKey(name);
  }

  @Override
  public boolean isFolder(String name) {
    return name.isEmpty();
  }

  @Override
  public byte[] read(String name) throws NoSuchFileException {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw new NoSuchFileException(name);
    }
    return bytes;
  }

  @Override
  public MemorySegment map(String name, Arena arena) throws NoSuchFileException {
    return MemorySegment.ofArray(read(name)).asReadOnly();
  }

  @Override
  public Path label(String name) {
    return Path.of("memory", name);
  }
}
