package dev.lanewise.cli;

import dev.lanewise.weights.pack.ArchiveFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a model that is named on the command line: a folder, an archive, or a model in the cache
 * that the hub's own tools keep ({@code models--org--name/refs/main} names a snapshot).
 */
final class ModelLocator {
  private static final Pattern HUB_NAME =
      Pattern.compile("([\\w.-]{1,96}/)?[\\w.-]{1,96}(?:@([\\w.-]+))?");

  private final Map<String, String> environment;

  ModelLocator(Map<String, String> environment) {
    this.environment = environment;
  }

  static Path find(String model) {
    return new ModelLocator(System.getenv()).locate(model);
  }

  /**
   * The folder of a model, or the zip archive, jar or weight file of that name.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  Path locate(String model) {
    Path path = Path.of(model);
    if (Files.isRegularFile(path)) {
      return isCompressed(path) ? new UnpackedModels(unpacked()).folder(path) : path;
    }
    if (Files.exists(path)) {
      return path;
    }
    Path cache = cache();
    return fromCache(model, cache)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    model + ": there is no such folder, nor a model of that name in " + cache));
  }

  private Optional<Path> fromCache(String model, Path cache) {
    Matcher name = HUB_NAME.matcher(model);
    if (!name.matches() || model.contains("..")) {
      return Optional.empty();
    }
    int at = model.indexOf('@');
    String repository = at < 0 ? model : model.substring(0, at);
    String revision = at < 0 ? "main" : model.substring(at + 1);
    Path folder = cache.resolve("models--" + repository.replace("/", "--"));
    Path reference = folder.resolve("refs").resolve(revision);
    String commit = revision;
    if (Files.isRegularFile(reference)) {
      try {
        commit = Files.readString(reference).strip();
      } catch (IOException e) {
        throw new UncheckedIOException(reference + ": can't be read: " + e.getMessage(), e);
      }
    }
    Path snapshot = folder.resolve("snapshots").resolve(commit);
    return Files.isDirectory(snapshot) ? Optional.of(snapshot) : Optional.empty();
  }

  /** The cache's folder, by the hub's own variables. */
  private Path cache() {
    for (String variable : new String[] {"HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"}) {
      if (isSet(variable)) {
        return Path.of(environment.get(variable));
      }
    }
    if (isSet("HF_HOME")) {
      return Path.of(environment.get("HF_HOME"), "hub");
    }
    if (isSet("XDG_CACHE_HOME")) {
      return Path.of(environment.get("XDG_CACHE_HOME"), "huggingface", "hub");
    }
    return Path.of(System.getProperty("user.home"), ".cache", "huggingface", "hub");
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
