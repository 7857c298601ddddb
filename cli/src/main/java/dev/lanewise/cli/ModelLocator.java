package dev.lanewise.cli;

import dev.lanewise.weights.hub.HubCache;
import dev.lanewise.weights.hub.ModelName;
import dev.lanewise.weights.pack.ArchiveFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Finds a model that is named on the command line: a folder, an archive, or a model in the cache
 * that the hub's own tools keep.
 */
final class ModelLocator {
  private final Map<String, String> environment;
  private final HubCache cache;

  ModelLocator(Map<String, String> environment) {
    this.environment = environment;
    this.cache = HubCache.of(environment);
  }

  static Path find(String model) {
    return new ModelLocator(System.getenv()).locate(model);
  }

  /**
   * The folder of a model.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  Path locate(String model) {
    Path path = Path.of(model);
    if (Files.isRegularFile(path)) {
      return isCompressed(path) ? new UnpackedModels(unpacked()).folder(path) : path;
    }
    return Files.exists(path)
        ? path
        : ModelName.find(model)
            .flatMap(cache::find)
            .orElseThrow(() -> new IllegalArgumentException(notFound(model)));
  }

  private String notFound(String model) {
    boolean published = model.contains("/") && ModelName.find(model).isPresent();
    String hint = published ? "; 'lanewise pull' fetches published ones" : "";
    return model
        + ": there is no such folder, nor a model of that name in "
        + cache.folder()
        + hint;
  }

  private static boolean isCompressed(Path file) {
    try {
      return ArchiveFormat.isGzip(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be read: " + e.getMessage(), e);
    }
  }

  /** The folder of our own cache. */
  private Path unpacked() {
    if (isSet("LANEWISE_CACHE")) {
      return Path.of(environment.get("LANEWISE_CACHE"));
    }
    Path caches =
        isSet("XDG_CACHE_HOME")
            ? Path.of(environment.get("XDG_CACHE_HOME"))
            : Path.of(System.getProperty("user.home"), ".cache");
    return caches.resolve("lanewise").resolve("models");
  }

  private boolean isSet(String variable) {
    return !environment.getOrDefault(variable, "").isEmpty();
  }
}
