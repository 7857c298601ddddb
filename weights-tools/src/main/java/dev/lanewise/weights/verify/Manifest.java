package dev.lanewise.weights.verify;

import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.Progress;
import dev.lanewise.weights.files.Checksum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The SHA-256 checksums of a folder's files, in the form that {@code sha256sum} writes and checks.
 * Hidden files and the manifest itself are not part of it.
 */
public final class Manifest {
  /** The file's usual name in a model's folder. */
  public static final String NAME = "SHA256SUMS";

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *](.+)");
  private static final long MAX_BYTES = 1 << 24;

  private final Map<String, String> checksums;

  private Manifest(Map<String, String> checksums) {
    this.checksums = checksums;
  }

  /** The checksums of a folder as it is. */
  public static Manifest of(Path folder, Progress progress) throws IOException {
    List<Path> files = files(folder);
    long total = 0;
    for (Path file : files) {
      total += Files.size(file);
    }
    Map<String, String> checksums = new TreeMap<>();
    long done = 0;
    for (Path file : files) {
      checksums.put(name(folder, file), Checksum.sha256(file));
      done += Files.size(file);
      progress.reached(done, total);
    }
    return new Manifest(checksums);
  }

  /**
   * Reads a manifest.
   *
   * @throws ModelFileException if it isn't one, or names files outside the folder
   */
  public static Manifest read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new ModelFileException(file, "is too large for a list of checksums");
    }
    Map<String, String> checksums = new TreeMap<>();
    int number = 0;
    for (String line : Files.readString(file).lines().toList()) {
      number++;
      Matcher entry = LINE.matcher(line);
      if (!entry.matches()) {
        throw new ModelFileException(
            file, "line " + number + " is not a SHA-256 checksum and a file");
      }
      String name = entry.group(2);
      Path path = Path.of(name).normalize();
      if (path.isAbsolute() || path.startsWith("..") || name.contains("\\")) {
        throw new ModelFileException(file, "line " + number + " leads out of the folder: " + name);
      }
      if (checksums.put(name, entry.group(1)) != null) {
        throw new ModelFileException(file, "line " + number + " names " + name + " again");
      }
    }
    return new Manifest(checksums);
  }

  /**
   * What differs in a folder, a line each: files that are missing, changed or not listed.
   *
   * @return nothing if the folder is what the manifest says
   */
  public List<String> differences(Path folder, Progress progress) throws IOException {
    Map<String, String> actual = of(folder, progress).checksums;
    List<String> differences = new ArrayList<>();
    checksums.forEach(
        (name, checksum) -> {
          String found = actual.get(name);
          if (found == null) {
            differences.add(name + ": is missing");
          } else if (!found.equals(checksum)) {
            differences.add(name + ": has the checksum " + found + ", not " + checksum);
          }
        });
    actual.keySet().stream()
        .filter(name -> !checksums.containsKey(name))
        .forEach(name -> differences.add(name + ": is not in the manifest"));
    return differences;
  }

  /** How many files it names. */
  public int files() {
    return checksums.size();
  }

  /** The manifest's text. */
  public String text() {
    StringBuilder text = new StringBuilder();
    checksums.forEach(
        (name, checksum) -> text.append(checksum).append("  ").append(name).append('\n'));
    return text.toString();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> content = Files.walk(folder)) {
      return content
          .filter(Files::isRegularFile)
          .filter(file -> !name(folder, file).equals(NAME))
          .filter(file -> !("/" + name(folder, file)).contains("/."))
          .sorted()
          .toList();
    }
  }

  private static String name(Path folder, Path file) {
    String name = folder.relativize(file).toString().replace('\\', '/');
    if (name.indexOf('\n') >= 0) {
      throw new ModelFileException(folder, "has a file with a line break in its name");
    }
    return name;
  }
}
