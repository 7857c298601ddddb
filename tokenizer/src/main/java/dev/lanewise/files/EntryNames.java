package dev.lanewise.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of an archive's entries, each checked before it is believed: none may lead out of the
 * folder it is unpacked to, on any system, stand for two files, or for a file and a folder.
 */
public final class EntryNames {
  private static final int MAX_LENGTH = 1000;

  /** Of a component in UTF-8, which no common file system lets be longer. */
  private static final int MAX_COMPONENT_BYTES = 255;

  /** Control characters, and those that make a name look like another. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile(
          "[\\p{Cntrl}\\x{80}-\\x{9F}\\x{200E}\\x{200F}\\x{202A}-\\x{202E}"
              + "\\x{2066}-\\x{2069}]");

  /** What a Windows system takes for a device, whatever ending follows. */
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(\\..*)?");

  private final Path archive;
  private final Map<String, String> files = new HashMap<>(); // by the name without case
  private final Set<String> folders = new HashSet<>();

  public EntryNames(Path archive) {
    this.archive = archive;
  }

  /**
   * Takes the name of another file.
   *
   * @throws ArchiveException if it is unsafe, or there was one of that name
   */
  public void addFile(String name) {
    check(name);
    String before = files.put(withoutCase(name), name);
    if (before != null) {
      throw new ArchiveException(
          archive,
          name,
          before.equals(name) ? "is there twice" : "differs from \"" + before + "\" in case only");
    }
    addFolders(name);
    if (folders.contains(name)) {
      throw new ArchiveException(archive, name, "is a file and a folder");
    }
  }

  /**
   * Takes the name of a folder, which may come as often as it likes.
   *
   * @throws ArchiveException if it is unsafe
   */
  public void addFolder(String name) {
    check(name);
    folders.add(name);
    addFolders(name);
    if (files.containsKey(withoutCase(name))) {
      throw new ArchiveException(archive, name, "is a file and a folder");
    }
  }

  private void addFolders(String name) {
    for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
      String folder = name.substring(0, slash);
      folders.add(folder);
      if (files.containsKey(withoutCase(folder))) {
        throw new ArchiveException(archive, name, "lies in \"" + folder + "\", which is a file");
      }
    }
  }

  /** Whether a folder of this name was there, or a file in it. */
  boolean isFolder(String name) {
    return folders.contains(name);
  }

  private static String withoutCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private void check(String name) {
    String problem = problem(name);
    if (!problem.isEmpty()) {
      throw new ArchiveException(archive, name, problem);
    }
  }

  /** What is wrong with a name; empty where nothing is. */
  public static String problem(String name) {
    if (name.isEmpty() || name.length() > MAX_LENGTH) {
      return "has a name of " + name.length() + " characters";
    }
    if (UNPRINTABLE.matcher(name).find()) {
      return "has a name with unprintable characters";
    }
    if (name.startsWith("/")) {
      return "has an absolute path";
    }
    if (name.contains("\\") || name.contains(":")) {
      return "has a name with a backslash or a colon";
    }
    for (String component : name.split("/", -1)) {
      String problem = componentProblem(component);
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    return "";
  }

  private static String componentProblem(String component) {
    if (component.equals("..")) {
      return "leads out of the archive";
    }
    if (component.isEmpty() || component.endsWith(".") || component.endsWith(" ")) {
      return "has a path with an empty component, or one that ends with a dot or a space";
    }
    if (component.getBytes(StandardCharsets.UTF_8).length > MAX_COMPONENT_BYTES) {
      return "has a name of more than " + MAX_COMPONENT_BYTES + " bytes";
    }
    if (DEVICE.matcher(component).matches()) {
      return "has the name of a device";
    }
    return "";
  }
}
