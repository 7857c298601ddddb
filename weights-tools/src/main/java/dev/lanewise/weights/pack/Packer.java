package dev.lanewise.weights.pack;

import dev.lanewise.engine.files.AtomicFile;
import dev.lanewise.engine.files.ClassPathModel;
import dev.lanewise.files.ArchiveException;
import dev.lanewise.files.EntryNames;
import dev.lanewise.files.ModelRoot;
import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.Progress;
import dev.lanewise.weights.files.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Packs a model's folder into one file.
 *
 * <p>The same files give the same bytes on any machine: they come in the order of their names, with
 * one time and one mode, and nothing of what compresses them is the JDK's or the system's. What
 * starts with a dot is left out, links are followed.
 */
public final class Packer {
  private final Optional<String> name;

  /**
   * @param name what a jar's model is called on the class path; otherwise as the jar is
   */
  public Packer(Optional<String> name) {
    this.name = name;
  }

  /**
   * Packs a folder.
   *
   * @param output the file, which appears when it is complete; its ending says in which form
   * @throws ModelFileException if the folder is no model's, or has files that no archive should
   * @throws IOException if a file can't be read or written
   */
  public PackReport pack(Path model, Path output, Progress progress) throws IOException {
    ArchiveFormat format = ArchiveFormat.named(output);
    SortedMap<String, Path> files = ModelFiles.all(model);
    check(model, files);
    String jarName = format == ArchiveFormat.JAR ? jarName(output) : "";
    long bytes = 0;
    for (Path file : files.values()) {
      bytes += Files.size(file);
    }
    try (AtomicFile unfinished = AtomicFile.create(output)) {
      switch (format) {
        case TAR_GZ -> new TarWriter(unfinished.channel(), bytes, progress).write(files);
        case ZIP -> new ZipWriter(unfinished.channel(), bytes, progress).write("", files);
        case JAR -> {
          ZipWriter jar = new ZipWriter(unfinished.channel(), bytes, progress);
          jar.write(JarManifest.NAME, JarManifest.of(jarName));
          jar.write(ClassPathModel.FOLDER + jarName + "/", files);
        }
      }
      unfinished.commit();
    }
    return new PackReport(format, files.size(), bytes, jarName);
  }

  private static void check(Path model, SortedMap<String, Path> files) {
    try {
      EntryNames names = new EntryNames(model);
      files.keySet().forEach(names::addFile);
      if (!ModelRoot.find(model, files.keySet()).isEmpty() || !ModelRoot.isOne(files.keySet())) {
        throw new ModelFileException(model, "holds no model: no modules.json and no config.json");
      }
    } catch (ArchiveException e) {
      throw new ModelFileException(e);
    }
  }

  private String jarName(Path output) {
    String fileName = String.valueOf(output.getFileName());
    String jarName = name.orElse(fileName.substring(0, fileName.lastIndexOf('.')));
    String problem = EntryNames.problem(jarName);
    if (!problem.isEmpty()) {
      throw new ModelFileException(
          output, "the name of its model, \"" + jarName + "\", " + problem);
    }
    return jarName;
  }
}
