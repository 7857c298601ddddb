package dev.lanewise.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A file or folder of a model, wherever the model is. Immutable; it may name what isn't there.
 *
 * <p>Readers ask it for what lies beside or below, and for its bytes, and don't know whether they
 * come from a folder, an archive or the class path.
 */
public final class ModelPath {
  /** What memory is aligned to that stands for a mapping. */
  static final long ALIGNMENT = 64;

  private final FileTree tree;
  private final String name;

  private ModelPath(FileTree tree, String name) {
    this.tree = tree;
    this.name = name;
  }

  /** A folder or a file of a file system; an archive is but a file here. */
  public static ModelPath of(Path path) {
    return new ModelPath(new FolderTree(path), "");
  }

  /** The root of a tree. */
  public static ModelPath of(FileTree tree) {
    return new ModelPath(tree, "");
  }

  /**
   * The folder of a model: a folder as it is, or the one that lies in a zip archive or jar.
   *
   * @param arena what an archive stays mapped as long as
   * @throws ArchiveException if the file is no such archive, or a damaged one, or it holds several
   *     models
   * @throws UncheckedIOException if it can't be read
   */
  public static ModelPath open(Path model, Arena arena) {
    if (!Files.isRegularFile(model)) {
      return of(model);
    }
    try {
      if (!ZipArchive.isOne(model)) {
        throw new ArchiveException(
            model, "is not a folder, nor a zip archive or jar, which alone are read in place");
      }
    } catch (IOException e) {
      throw unreadable(model, e);
    }
    return of(ZipTree.open(model, arena));
  }

  /**
   * A folder in a zip archive or jar; what else it holds isn't looked at.
   *
   * @param arena what it stays mapped as long as
   * @throws ArchiveException if it is damaged
   * @throws UncheckedIOException if it can't be read
   */
  public static ModelPath open(Path archive, String folder, Arena arena) {
    return of(ZipTree.open(archive, folder, arena));
  }

  /** What lies in this folder under a relative name, which may have {@code /} in it. */
  public ModelPath resolve(String relative) {
    List<String> components =
        Arrays.stream(relative.split("/"))
            .filter(component -> !component.isEmpty() && !component.equals("."))
            .toList();
    if (relative.startsWith("/") || components.contains("..")) {
      throw new IllegalArgumentException("leads out of " + this + ": " + relative);
    }
    String below = String.join("/", components);
    if (name.isEmpty() || below.isEmpty()) {
      return new ModelPath(tree, name + below);
    }
    return new ModelPath(tree, name + "/" + below);
  }

  /** The folder that this lies in; the root's is the root. */
  public ModelPath folder() {
    return new ModelPath(tree, name.substring(0, Math.max(0, name.lastIndexOf('/'))));
  }

  /** Whether there is anything of this name. */
  public boolean exists() {
    return isFile() || isFolder() || tree.isOther(name);
  }

  public boolean isFile() {
    return tree.isFile(name);
  }

  public boolean isFolder() {
    return tree.isFolder(name);
  }

  /** Where this leads if it is a link to something missing. */
  public Optional<Path> brokenLink() {
    return tree.brokenLink(name);
  }

  /**
   * All bytes of this file, which is a small one.
   *
   * @throws ArchiveException if the archive that holds it is damaged
   * @throws UncheckedIOException if it can't be read
   */
  public byte[] read() {
    try {
      return tree.read(name);
    } catch (IOException e) {
      throw unreadable(e);
    } catch (InternalError e) {
      // How the JVM reports that a page of a mapped file is gone.
      throw new UncheckedIOException(this + ": was truncated in use", new IOException(e));
    }
  }

  /**
   * The bytes of this file, mapped where that is possible.
   *
   * @param arena what they live as long as
   * @throws ArchiveException if the archive that holds it is damaged
   * @throws UncheckedIOException if it can't be read
   */
  public MemorySegment map(Arena arena) {
    try {
      return tree.map(name, arena);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private UncheckedIOException unreadable(IOException e) {
    return unreadable(label(), e);
  }

  static UncheckedIOException unreadable(Path file, IOException e) {
    String problem =
        switch (e) {
          case NoSuchFileException _ -> "there is no such file";
          case ClosedByInterruptException _ -> "the thread was interrupted while opening it";
          default -> "can't be read: " + e.getMessage();
        };
    return new UncheckedIOException(file + ": " + problem, e);
  }

  /** This as a user would name it, for messages; not to be opened. */
  public Path label() {
    return tree.label(name);
  }

  /** {@link #label()}. */
  @Override
  public String toString() {
    return label().toString();
  }
}
