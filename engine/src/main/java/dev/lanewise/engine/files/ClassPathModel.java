package dev.lanewise.engine.files;

import dev.lanewise.files.EntryNames;
import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a model on the class path by its name.
 *
 * <p>All its files are taken from where the first of them was found. In a folder or in a jar of the
 * file system they are mapped, as long as the jar stores them uncompressed; from anywhere else (a
 * jar within a jar, a class loader of somebody's own) they are read as streams into memory.
 */
public final class ClassPathModel {
  /**
   * The folder of resources that holds the models of jars made for it. It can be no package's, so
   * that no module hides what lies in it.
   */
  public static final String FOLDER = "META-INF/lanewise/";

  /** One of these every model has. */
  private static final List<String> MARKS = List.of("modules.json", "config.json");

  private static final System.Logger LOG = System.getLogger("dev.lanewise.engine");

  private ClassPathModel() {}

  /**
   * Finds a model.
   *
   * @param name its name in {@link #FOLDER}, or the path of its folder from the root of the class
   *     path
   * @param loaders where to look, in this order
   * @param arena what mapped jars live as long as
   * @throws IllegalArgumentException if the name can't be that of a resource
   * @throws JsonException if there is no such model
   * @throws dev.lanewise.files.ArchiveException if the jar that holds it is damaged
   * @throws UncheckedIOException if it can't be read
   */
  public static ModelPath open(String name, List<ClassLoader> loaders, Arena arena) {
    String problem = EntryNames.problem(name);
    if (!problem.isEmpty()) {
      throw new IllegalArgumentException("the model \"" + name + "\" " + problem);
    }
    for (ClassLoader loader : loaders) {
      for (String folder : List.of(FOLDER + name, name)) {
        for (String mark : MARKS) {
          List<URL> found = resources(loader, folder + "/" + mark);
          if (!found.isEmpty()) {
            return open(found.getFirst(), mark, folder, loader, arena);
          }
        }
      }
    }
    throw new JsonException(
        name,
        "model",
        "there is no such model on the class path: neither "
            + FOLDER
            + name
            + " nor "
            + name
            + " holds a "
            + String.join(" or a ", MARKS));
  }

  /** The places of a resource, each once; that they are several is worth a warning. */
  private static List<URL> resources(ClassLoader loader, String name) {
    Map<String, URL> distinct = new LinkedHashMap<>();
    try {
      for (URL url : Collections.list(loader.getResources(name))) {
        distinct.putIfAbsent(url.toExternalForm(), url);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(name + ": can't be looked for: " + e.getMessage(), e);
    }
    if (distinct.size() > 1) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the class path has a model several times; the first is used: " + distinct.keySet());
    }
    return List.copyOf(distinct.values());
  }

  private static ModelPath open(
      URL found, String mark, String folder, ClassLoader loader, Arena arena) {
    try {
      if (found.openConnection() instanceof JarURLConnection connection) {
        Optional<Path> jar = path(connection.getJarFileURL());
        if (jar.isPresent()) {
          return ModelPath.open(jar.get(), folder, arena);
        }
      }
      Optional<Path> parent = path(found).map(Path::getParent);
      if (parent.isPresent()) {
        return ModelPath.of(parent.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(found + ": can't be read: " + e.getMessage(), e);
    }
    String url = found.toExternalForm();
    String root = url.substring(0, url.lastIndexOf(mark));
    return ModelPath.of(new ClassLoaderTree(loader, folder, root));
  }

  /** Where a URL's file is, if a file system that is there by itself has it. */
  private static Optional<Path> path(URL url) {
    if (!url.getProtocol().equals("file") && !url.getProtocol().equals("jrt")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(url.toURI()));
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      return Optional.empty(); // some class loaders don't write URLs by the rules
    }
  }
}
