package dev.lanewise.weights.pack;

import dev.lanewise.files.ArchiveException;
import dev.lanewise.files.EntryNames;
import dev.lanewise.files.ModelRoot;
import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.Progress;
import dev.lanewise.weights.files.AtomicFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Unpacks the model that an archive holds, from wherever in it it lies.
 *
 * <p>Nothing but regular files is taken, each once, to where its name says within the new folder,
 * and no more of them than {@value #MAX_FILES} files and {@value #MAX_BYTES} bytes; checksums are
 * compared. An archive with anything else is refused as a whole and leaves nothing behind.
 */
public final class Unpacker {
  static final int MAX_FILES = 10_000;

  /** 256 GiB. */
  static final long MAX_BYTES = 1L << 38;

  private final Path archive;
  private final EntryNames names;
  private final List<String> files = new ArrayList<>();
  private long bytes;

  private Unpacker(Path archive) {
    this.archive = archive;
    this.names = new EntryNames(archive);
  }

  /** Writes a file's content. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Unpacks an archive.
   *
   * @param folder the model's folder, which must not be there yet and appears when it is complete
   * @throws ModelFileException if the archive is damaged or unsafe, or the folder is there
   * @throws IOException if a file can't be read or written
   */
  public static PackReport unpack(Path archive, Path folder, Progress progress) throws IOException {
    ArchiveFormat format = ArchiveFormat.of(archive);
    try (AtomicFolder unfinished = AtomicFolder.create(folder)) {
      Unpacker unpacker = new Unpacker(archive);
      switch (format) {
        case TAR_GZ -> TarReader.read(archive, unpacker, unfinished.path(), progress);
        case ZIP, JAR -> ZipReader.read(archive, unpacker, unfinished.path(), progress);
      }
      String root = ModelRoot.find(archive, unpacker.files);
      if (!ModelRoot.isOne(unpacker.files)) {
        throw new ModelFileException(archive, "holds no model: no modules.json and no config.json");
      }
      unfinished.commit(unfinished.path().resolve(root));
      return unpacker.report(format, root);
    } catch (ArchiveException e) {
      throw new ModelFileException(e);
    }
  }

  private PackReport report(ArchiveFormat format, String root) {
    String below = root.isEmpty() ? "" : root + "/";
    int count = (int) files.stream().filter(file -> file.startsWith(below)).count();
    return new PackReport(format, count, bytes, "");
  }

  /**
   * Takes a folder's name.
   *
   * @throws ArchiveException if it is unsafe
   */
  void addFolder(String name) {
    names.addFolder(name);
  }

  /**
   * Takes a file.
   *
   * @param size the bytes that the archive says it has
   * @throws ArchiveException if its name is unsafe, or it is too much
   */
  void addFile(Path root, String name, long size, Content content) throws IOException {
    names.addFile(name);
    files.add(name);
    bytes += size;
    if (size < 0 || size > MAX_BYTES || bytes > MAX_BYTES) {
      throw new ArchiveException(archive, name, "is too large: more than " + MAX_BYTES + " bytes");
    }
    if (files.size() > MAX_FILES) {
      throw new ArchiveException(archive, "has more than " + MAX_FILES + " files");
    }
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      content.writeTo(out);
    }
  }
}
