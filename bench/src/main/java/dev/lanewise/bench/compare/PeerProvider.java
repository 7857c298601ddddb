package dev.lanewise.bench.compare;

import java.util.List;

/** Sides that are found as services, since they aren't always there. */
public interface PeerProvider {
  /** The sides that encode. */
  List<PeerSource> peers();

  /** The sides that tokenize. */
  List<TokenizerSource> tokenizers();
}
