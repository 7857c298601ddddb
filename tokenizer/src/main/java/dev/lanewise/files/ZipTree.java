package dev.lanewise.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files below a folder of a zip archive, which is mapped as a whole. */
final class ZipTree implements FileTree {
  private final ZipArchive archive;
  private final String root;

  private ZipTree(ZipArchive archive, String root) {
    this.archive = archive;
    this.root = root;
  }

  /** The model in an archive. */
  static ZipTree open(Path file, Arena arena) {
    ZipArchive archive = ZipArchive.open(file, "", arena);
    List<String> names = new ArrayList<>(archive.entries().keySet());
    return new ZipTree(archive, ModelRoot.find(file, names));
  }

  /** The files of an archive below a folder; what else it holds isn't looked at. */
  static ZipTree open(Path file, String folder, Arena arena) {
    return new ZipTree(ZipArchive.open(file, folder + "/", arena), folder);
  }

  private String full(String name) {
    return root.isEmpty() || name.isEmpty() ? root + name : root + "/" + name;
  }

  @Override
  public boolean isFile(String name) {
    return archive.entries().containsKey(full(name));
  }

  @Override
  public boolean isFolder(String name) {
    return full(name).isEmpty() || archive.isFolder(full(name));
  }

  @Override
  public byte[] read(String name) throws IOException {
    return archive.read(entry(name));
  }

  @Override
  public MemorySegment map(String name, Arena arena) throws IOException {
    return archive.map(entry(name), arena);
  }

  private ZipArchive.Entry entry(String name) throws NoSuchFileException {
    ZipArchive.Entry entry = archive.entries().get(full(name));
    if (entry == null) {
      throw new NoSuchFileException(label(name).toString());
    }
    return entry;
  }

  /** The archive's path and the entry's name behind it, as if the archive were a folder. */
  @Override
  public Path label(String name) {
    return full(name).isEmpty() ? archive.file() : archive.file().resolve(full(name));
  }
}
