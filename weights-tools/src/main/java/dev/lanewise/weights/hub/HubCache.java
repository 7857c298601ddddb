package dev.lanewise.weights.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The folder that the hub's tools keep models in.
 *
 * <pre>
 * models--org--name/refs/main                     the commit that the branch was at
 * models--org--name/snapshots/COMMIT/config.json  a link to ../../blobs/ETAG, or the file itself
 * models--org--name/blobs/ETAG                    a file's content
 * models--org--name/converted/COMMIT/             the commit's model with safetensors weights
 * .locks/models--org--name/ETAG.lock
 * </pre>
 *
 * <p>All but {@code converted} is the layout of the hub's own tools, which leave that one alone and
 * remove it together with the model.
 */
public final class HubCache {
  private final Path folder;
  private final boolean links;

  private HubCache(Path folder, boolean links) {
    this.folder = folder;
    this.links = links;
  }

  /** The cache of an environment. */
  public static HubCache of(Map<String, String> environment) {
    return of(new HubEnvironment(environment));
  }

  static HubCache of(HubEnvironment environment) {
    Path folder =
        environment
            .path("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE")
            .orElseGet(() -> environment.home().resolve("hub"));
    return new HubCache(folder, !environment.isTrue("HF_HUB_DISABLE_SYMLINKS"));
  }

  /** Where it is; it need not exist. */
  public Path folder() {
    return folder;
  }

  /** Whether snapshots may be made of symbolic links. */
  public boolean links() {
    return links;
  }

  /** A model's part of it. */
  public Path repository(ModelName model) {
    return folder.resolve("models--" + model.repository().replace("/", "--"));
  }

  /** The file that says which commit a branch or tag was at. */
  public Path reference(ModelName model) {
    return repository(model).resolve("refs").resolve(model.revision());
  }

  /** The folder with a commit's files. */
  public Path snapshot(ModelName model, String commit) {
    return repository(model).resolve("snapshots").resolve(commit);
  }

  /** The folder with what was converted of a commit's files. */
  public Path converted(ModelName model, String commit) {
    return repository(model).resolve("converted").resolve(commit);
  }

  /** The file that is locked while a part of a model is being written. */
  public Path lock(ModelName model, String part) {
    Path name = repository(model).getFileName();
    return folder.resolve(".locks").resolve(String.valueOf(name)).resolve(part + ".lock");
  }

  /**
   * The commit of a model that is here.
   *
   * @throws UncheckedIOException if what a branch stands for can't be read
   */
  public Optional<String> commit(ModelName model) {
    Path reference = reference(model);
    String commit = model.revision();
    if (Files.isRegularFile(reference)) {
      try {
        commit = Files.readString(reference).strip();
      } catch (IOException e) {
        throw new UncheckedIOException(reference + ": can't be read: " + e.getMessage(), e);
      }
    }
    return Optional.of(commit)
        .filter(ModelName::isCommit)
        .filter(each -> Files.isDirectory(snapshot(model, each)));
  }

  /**
   * The folder to open a model from: the converted one if there is one, or the snapshot.
   *
   * @throws UncheckedIOException if what a branch stands for can't be read
   */
  public Optional<Path> find(ModelName model) {
    return commit(model)
        .map(
            commit -> {
              Path converted = converted(model, commit);
              return Files.isDirectory(converted) ? converted : snapshot(model, commit);
            });
  }
}
