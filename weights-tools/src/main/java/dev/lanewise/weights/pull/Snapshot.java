package dev.lanewise.weights.pull;

import dev.lanewise.engine.files.AtomicFile;
import dev.lanewise.weights.hub.HubCache;
import dev.lanewise.weights.hub.HubException;
import dev.lanewise.weights.hub.ModelName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** The files of one commit in the cache. What is there already is never written again. */
final class Snapshot {
  private static final String TAG =
      """
      Signature: 8a477f597d28d172789f06886806bc55
      # This folder holds copies of models, which can be fetched again.
      """;

  private final HubCache cache;
  private final ModelName model;
  private final Path folder;

  Snapshot(HubCache cache, ModelName model, String commit) {
    this.cache = cache;
    this.model = model;
    this.folder = cache.snapshot(model, commit);
  }

  /** Where the files are. */
  Path folder() {
    return folder;
  }

  /** The names of the files that are here. */
  NavigableSet<String> names() throws IOException {
    NavigableSet<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> names.add(folder.relativize(file).toString().replace('\\', '/')));
    }
    return Collections.unmodifiableNavigableSet(names);
  }

  /** Where a file is or will be. */
  Path path(String name) throws HubException {
    RemoteNames.requirePortable(name);
    Path path = folder.resolve(name).normalize();
    if (!path.startsWith(folder.normalize())) {
      throw new HubException("\"" + name + "\" is outside the model's folder");
    }
    return path;
  }

  /** Whether a file is here. */
  boolean has(RemoteFile file) throws IOException {
    Path path = path(file.name());
    return isFileOf(path, file)
        && (!Files.isSymbolicLink(path) || Files.readSymbolicLink(path).endsWith(file.etag()));
  }

  /** Whether this is a file of the right size; its content was checked when it was written. */
  static boolean isFileOf(Path path, RemoteFile file) throws IOException {
    return Files.isRegularFile(path) && Files.size(path) == file.size();
  }

  /** Where the content of a file is kept, whatever commits and names it is under. */
  Path blob(RemoteFile file) {
    return blobs().resolve(file.etag());
  }

  /** Where all content is kept. */
  Path blobs() {
    return cache.repository(model).resolve("blobs");
  }

  /** The lock on the content of a file. */
  Path lock(RemoteFile file) {
    return cache.lock(model, file.etag());
  }

  /** Makes the folders that content goes to. */
  void prepare() throws IOException {
    Files.createDirectories(blobs());
    Path tag = cache.folder().resolve("CACHEDIR.TAG");
    if (!Files.exists(tag)) {
      write(tag, TAG);
    }
  }

  /** Puts content under its name: by a link, or as a copy where there are none. */
  void add(RemoteFile file) throws IOException {
    Path path = path(file.name());
    Path blob = blob(file);
    Path parent = Files.createDirectories(path.resolveSibling(".").normalize());
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path made = parent.resolve(".lanewise-" + random + ".part");
    try {
      if (!cache.links() || !linked(made, parent.relativize(blob))) {
        copy(blob, made);
      }
      // Whoever opens the model sees the old file or the new one.
      Files.move(made, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  /** Makes a symbolic link, if the system and the user's rights allow it. */
  private static boolean linked(Path link, Path target) {
    try {
      Files.createSymbolicLink(link, target);
      return true;
    } catch (UnsupportedOperationException | IOException e) {
      return false;
    }
  }

  /** A second name of the same file takes no space; not every file system has them. */
  private static void copy(Path blob, Path to) throws IOException {
    try {
      Files.createLink(to, blob.toRealPath());
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.copy(blob, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Writes down which commit the revision is at. */
  void refer(String commit) throws IOException {
    if (model.isCommit()) {
      return;
    }
    Path reference = cache.reference(model);
    if (!Files.isRegularFile(reference) || !Files.readString(reference).strip().equals(commit)) {
      Files.createDirectories(reference.resolveSibling(".").normalize());
      write(reference, commit);
    }
  }

  private static void write(Path file, String text) throws IOException {
    try (AtomicFile output = AtomicFile.create(file)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        output.channel().write(bytes);
      }
      output.commit();
    }
  }
}
