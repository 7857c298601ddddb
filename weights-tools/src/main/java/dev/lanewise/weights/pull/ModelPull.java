package dev.lanewise.weights.pull;

import dev.lanewise.json.JsonNode;
import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.Progress;
import dev.lanewise.weights.convert.Converter;
import dev.lanewise.weights.http.Retries;
import dev.lanewise.weights.hub.HubException;
import dev.lanewise.weights.hub.HubSettings;
import dev.lanewise.weights.hub.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings models of a hub into the cache that its own tools use too.
 *
 * <p>The revision becomes a commit, the commit's files are listed, those that are needed are
 * fetched and checked, and at the end the revision is written down. What is cut off goes on at the
 * next call. Several processes may pull at once.
 */
public final class ModelPull {
  private final HubSettings settings;
  private final Consumer<String> notes;
  private final Retries retries;

  /**
   * @param settings how the hub is reached
   * @param notes hears, in lines for people, of the licence, of retries, and of waiting
   */
  public ModelPull(HubSettings settings, Consumer<String> notes) {
    this(settings, notes, Thread::sleep);
  }

  ModelPull(HubSettings settings, Consumer<String> notes, Retries.Pause pause) {
    this.settings = settings;
    this.notes = notes;
    this.retries = new Retries(pause, notes);
  }

  /**
   * Pulls a model.
   *
   * @param progress hears of the bytes of its files
   * @throws HubException if the hub refuses, or what it sends can't be right, or nothing may be
   *     fetched and something is missing
   * @throws IOException if the network or the disk fails
   */
  public PulledModel pull(ModelName model, Progress progress) throws IOException {
    if (settings.offline()) {
      return offline(model);
    }
    try (Hub hub = new Hub(settings, model)) {
      ModelListing listing = retries.run(hub::listing);
      String licence = listing.licence().orElse("none stated");
      notes.accept(model + " is at commit " + listing.commit() + "; licence: " + licence);
      Snapshot snapshot = new Snapshot(settings.cache(), model, listing.commit());
      Fetching fetching = new Fetching(hub, retries, notes, listing.commit(), snapshot);
      NeededFiles needed = NeededFiles.of(listing.files(), fetching::json);
      if (!needed.missing().isEmpty()) {
        throw new HubException(model + " lacks " + String.join(", ", needed.missing()));
      }
      fetching.fetch(needed.chosen(), progress);
      snapshot.refer(listing.commit());
      return new PulledModel(
          model,
          listing.commit(),
          snapshot.folder(),
          listing.licence(),
          needed.chosen().size(),
          fetching.fetched(),
          List.copyOf(needed.toConvert()));
    }
  }

  /** The model as it is in the cache. */
  private PulledModel offline(ModelName model) throws IOException {
    Optional<String> commit = settings.cache().commit(model);
    if (commit.isEmpty()) {
      throw new HubException(
          model
              + " is not in "
              + settings.cache().folder()
              + ", and HF_HUB_OFFLINE keeps it from being fetched");
    }
    Snapshot snapshot = new Snapshot(settings.cache(), model, commit.get());
    NeededFiles needed =
        NeededFiles.of(snapshot.names(), name -> JsonNode.read(snapshot.path(name)));
    if (!needed.missing().isEmpty()) {
      throw new HubException(
          snapshot.folder()
              + " lacks "
              + String.join(", ", needed.missing())
              + ", and HF_HUB_OFFLINE keeps it from being fetched");
    }
    return new PulledModel(
        model,
        commit.get(),
        snapshot.folder(),
        Optional.empty(),
        needed.chosen().size(),
        0,
        List.copyOf(needed.toConvert()));
  }

  /**
   * Converts the weights of a model that can't be run as they are. The folder that is made is
   * beside the model's files in the cache, and is what {@link
   * dev.lanewise.weights.hub.HubCache#find} finds from then on.
   *
   * @return its folder
   * @throws ModelFileException if the weights are damaged or can't be converted
   * @throws IOException if a file can't be read or written
   */
  public Path convert(PulledModel pulled, Progress progress) throws IOException {
    Path target = settings.cache().converted(pulled.model(), pulled.commit());
    Path file = settings.cache().lock(pulled.model(), "converted-" + pulled.commit());
    try (CacheLock _ = CacheLock.acquire(file, () -> waiting("converts " + pulled.model()))) {
      if (!Files.isDirectory(target)) {
        Files.createDirectories(target.resolveSibling(".").normalize());
        String first = pulled.toConvert().isEmpty() ? "" : pulled.toConvert().getFirst();
        boolean whole = first.endsWith(".gguf");
        Path source = whole ? pulled.folder().resolve(first) : pulled.folder();
        new Converter(false).convert(source, target, progress).notes().forEach(notes);
      }
    }
    return target;
  }

  private void waiting(String what) {
    notes.accept("waiting for another process, which " + what);
  }
}
