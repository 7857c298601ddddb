package dev.lanewise.files;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Finds the model among an archive's files, where it may lie in a folder. */
public final class ModelRoot {
  /** What a model's folder has at least one of. */
  private static final Set<String> MARKS = Set.of("modules.json", "config.json");

  private ModelRoot() {}

  /** Whether there is a model among files of these names. */
  public static boolean isOne(Collection<String> names) {
    return names.stream()
        .anyMatch(name -> MARKS.contains(name.substring(name.lastIndexOf('/') + 1)));
  }

  /**
   * The folder of the model: the one nearest to the archive's root that holds a file of those every
   * model has; the root itself where none does.
   *
   * @param archive for messages
   * @param names of all files
   * @throws ArchiveException if there are several equally near
   */
  public static String find(Path archive, Collection<String> names) {
    Set<String> nearest = new TreeSet<>();
    long depth = Long.MAX_VALUE;
    for (String name : names) {
      int slash = name.lastIndexOf('/');
      if (MARKS.contains(name.substring(slash + 1))) {
        long here = name.chars().filter(c -> c == '/').count();
        if (here < depth) {
          depth = here;
          nearest.clear();
        }
        if (here == depth) {
          nearest.add(name.substring(0, Math.max(0, slash)));
        }
      }
    }
    if (nearest.size() > 1) {
      throw new ArchiveException(archive, "holds several models: " + nearest);
    }
    return nearest.isEmpty() ? "" : nearest.iterator().next();
  }
}
