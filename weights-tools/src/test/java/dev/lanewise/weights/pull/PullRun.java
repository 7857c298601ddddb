package dev.lanewise.weights.pull;

import dev.lanewise.weights.Progress;
import dev.lanewise.weights.fakehub.FakeHub;
import dev.lanewise.weights.hub.HubCache;
import dev.lanewise.weights.hub.HubSettings;
import dev.lanewise.weights.hub.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Pulls from a hub on this machine without waiting, and what was said and waited for. */
final class PullRun {
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
  private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> progress = Collections.synchronizedList(new ArrayList<>());

  PullRun(FakeHub hub, Path home) {
    environment.put("HF_ENDPOINT", hub.address() + "/");
    environment.put("HF_HOME", home.toString());
  }

  PullRun with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  PulledModel pull() throws IOException {
    return pull(FakeHub.MODEL);
  }

  PulledModel pull(String model) throws IOException {
    Progress listener = (done, _) -> progress.add(done);
    return tool().pull(ModelName.parse(model), listener);
  }

  ModelPull tool() {
    return new ModelPull(HubSettings.of(environment), notes::add, pauses::add);
  }

  HubCache cache() {
    return HubCache.of(environment);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  List<Duration> pauses() {
    return List.copyOf(pauses);
  }

  List<Long> progress() {
    return List.copyOf(progress);
  }

  /** The names of the files in a folder and below. */
  static List<String> names(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> content = Files.walk(folder)) {
      return content
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
