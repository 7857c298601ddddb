package dev.lanewise.weights.pull;

import dev.lanewise.json.JsonNode;
import dev.lanewise.weights.Progress;
import dev.lanewise.weights.http.Retries;
import dev.lanewise.weights.hub.HubException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Fetches files of one commit into its snapshot, those that are there excepted. */
final class Fetching {
  /** Far above the largest index of shards or list of modules. */
  private static final long MAX_JSON = 1 << 25;

  private final Hub hub;
  private final Retries retries;
  private final Consumer<String> notes;
  private final String commit;
  private final Snapshot snapshot;
  private final Map<String, RemoteFile> described = new HashMap<>();
  private long fetched;

  Fetching(Hub hub, Retries retries, Consumer<String> notes, String commit, Snapshot snapshot) {
    this.hub = hub;
    this.retries = retries;
    this.notes = notes;
    this.commit = commit;
    this.snapshot = snapshot;
  }

  /** A file that says which others are needed. */
  JsonNode json(String name) throws IOException {
    RemoteFile file = describe(name);
    if (file.size() > MAX_JSON) {
      throw new HubException(name + " has " + file.size() + " bytes, too many for what it is");
    }
    fetch(file, _ -> {});
    return JsonNode.read(snapshot.path(name));
  }

  private RemoteFile describe(String name) throws IOException {
    RemoteFile known = described.get(name);
    if (known != null) {
      return known;
    }
    snapshot.path(name);
    RemoteFile file = retries.run(() -> hub.describe(commit, name));
    described.put(name, file);
    return file;
  }

  /** Fetches files, the small ones first: a model without its weights is seen to be incomplete. */
  void fetch(Collection<String> names, Progress progress) throws IOException {
    List<RemoteFile> files = new ArrayList<>();
    long total = 0;
    for (String name : names) {
      RemoteFile file = describe(name);
      if (!snapshot.has(file)) {
        files.add(file);
        total += file.size();
      }
    }
    files.sort(Comparator.comparingLong(RemoteFile::size));
    if (!files.isEmpty()) {
      snapshot.prepare();
      noteIfTooLarge(total);
    }
    long before = 0;
    for (RemoteFile file : files) {
      long start = before;
      long all = total;
      fetch(file, position -> progress.reached(start + position, all));
      before += file.size();
      progress.reached(before, total);
    }
  }

  private void noteIfTooLarge(long bytes) throws IOException {
    long free = Files.getFileStore(snapshot.blobs()).getUsableSpace();
    if (bytes > free) {
      notes.accept(
          String.format(
              Locale.ROOT,
              "%.1f MB are to be fetched, and only %.1f MB are free",
              bytes / 1e6,
              free / 1e6));
    }
  }

  private void fetch(RemoteFile file, LongConsumer reached) throws IOException {
    if (snapshot.has(file)) {
      return;
    }
    snapshot.prepare();
    Path blob = snapshot.blob(file);
    Runnable waiting =
        () -> notes.accept("waiting for another process, which fetches " + file.name());
    try (CacheLock lock = CacheLock.acquire(snapshot.lock(file), waiting)) {
      boolean there = Snapshot.isFileOf(blob, file);
      new BlobDownload(hub, retries, notes, commit, file, blob).run(lock, reached);
      fetched += there ? 0 : file.size();
      if (!snapshot.has(file)) {
        snapshot.add(file);
      }
    }
  }

  /** The bytes of the files that were fetched. */
  long fetched() {
    return fetched;
  }
}
