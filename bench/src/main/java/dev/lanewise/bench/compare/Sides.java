package dev.lanewise.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Who takes part: Lanewise, the services that are there, Python where it is given. */
final class Sides {
  private Sides() {}

  /** The sides that run in this process. */
  static List<PeerSource> inProcess() {
    List<PeerSource> sources = new ArrayList<>(LanewisePeer.sources());
    ServiceLoader.load(PeerProvider.class).forEach(provider -> sources.addAll(provider.peers()));
    return sources;
  }

  /** All sides. */
  static List<PeerSource> all(Optional<PythonProcess.Program> python) {
    List<PeerSource> sources = new ArrayList<>(inProcess());
    python.map(PythonPeer::source).ifPresent(sources::add);
    return sources;
  }

  /** All sides that tokenize. */
  static List<TokenizerSource> tokenizers(Optional<PythonProcess.Program> python) {
    List<TokenizerSource> sources = new ArrayList<>(List.of(LanewisePeer.tokenizer()));
    ServiceLoader.load(PeerProvider.class)
        .forEach(provider -> sources.addAll(provider.tokenizers()));
    python.map(PythonPeer::tokenizer).ifPresent(sources::add);
    return sources;
  }
}
