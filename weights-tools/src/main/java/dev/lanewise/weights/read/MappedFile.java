package dev.lanewise.weights.read;

import dev.lanewise.weights.ModelFileException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Maps files for reading. */
public final class MappedFile {
  private MappedFile() {}

  /**
   * The bytes of a file.
   *
   * @param arena what the mapping lives as long as
   * @throws ModelFileException if it isn't a regular file
   */
  public static MemorySegment map(Path file, Arena arena) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new ModelFileException(file, "is not a regular file");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }
}
