package dev.lanewise.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a model's files are. Names have {@code /} between folders, and lead nowhere else: they are
 * relative and hold no {@code ..}; the tree's root is the empty one.
 */
public interface FileTree {
  /** Whether there is a regular file of this name. */
  boolean isFile(String name);

  /** Whether there is a folder of this name. */
  boolean isFolder(String name);

  /** Whether there is something of this name that is neither. */
  default boolean isOther(String name) {
    return false;
  }

  /** All bytes of a file. */
  byte[] read(String name) throws IOException;

  /**
   * A file's bytes where they are, if that is possible, or else in memory of the arena's.
   *
   * @param arena what the bytes live as long as
   */
  MemorySegment map(String name, Arena arena) throws IOException;

  /** The file as a user would name it, for messages. */
  Path label(String name);

  /** Where a name leads that is a link to something missing. */
  default Optional<Path> brokenLink(String name) {
    return Optional.empty();
  }
}
