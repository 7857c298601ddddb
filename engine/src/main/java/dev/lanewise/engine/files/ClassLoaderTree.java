package dev.lanewise.engine.files;

import dev.lanewise.files.FileTree;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;

/**
 * A folder of resources that only their class loader can read.
 *
 * @param loader the class loader
 * @param folder the resources' folder
 * @param root how the URLs of those begin that are meant, if others have the same names
 */
record ClassLoaderTree(ClassLoader loader, String folder, String root) implements FileTree {
  private static final int BLOCK = 1 << 20;

  /** What vectors of any width are aligned to. */
  private static final long ALIGNMENT = 64;

  private Optional<URL> find(String name) {
    try {
      return Collections.list(loader.getResources(folder + "/" + name)).stream()
          .filter(url -> url.toExternalForm().startsWith(root))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(label(name) + ": can't be read: " + e.getMessage(), e);
    }
  }

  private URLConnection connect(String name) throws IOException {
    URL url = find(name).orElseThrow(() -> new NoSuchFileException(label(name).toString()));
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false); // which would keep jars open
    return connection;
  }

  @Override
  public boolean isFile(String name) {
    return !name.isEmpty() && find(name).isPresent();
  }

  /** Only of the root this can be told. */
  @Override
  public boolean isFolder(String name) {
    return name.isEmpty();
  }

  @Override
  public byte[] read(String name) throws IOException {
    try (InputStream in = connect(name).getInputStream()) {
      return in.readAllBytes();
    }
  }

  @Override
  public MemorySegment map(String name, Arena arena) throws IOException {
    URLConnection connection = connect(name);
    try (InputStream in = connection.getInputStream()) {
      long size = connection.getContentLengthLong();
      return size < 0 ? copy(in, arena) : copy(in, size, label(name), arena);
    }
  }

  private static MemorySegment copy(InputStream in, long size, Path label, Arena arena)
      throws IOException {
    MemorySegment memory = arena.allocate(size, ALIGNMENT);
    byte[] block = new byte[BLOCK];
    for (long at = 0; at < size; ) {
      int count = in.readNBytes(block, 0, (int) Math.min(BLOCK, size - at));
      if (count == 0) {
        throw new EOFException("it ends after " + at + " of " + size + " bytes: " + label);
      }
      MemorySegment.copy(MemorySegment.ofArray(block), 0, memory, at, count);
      at += count;
    }
    return memory.asReadOnly();
  }

  /** Of a length that nothing tells beforehand. */
  private static MemorySegment copy(InputStream in, Arena arena) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    in.transferTo(bytes);
    MemorySegment content = MemorySegment.ofArray(bytes.toByteArray());
    return arena.allocate(content.byteSize(), ALIGNMENT).copyFrom(content).asReadOnly();
  }

  @Override
  public Path label(String name) {
    return Path.of("class path", folder, name);
  }
}
