package dev.lanewise.bench.compare;

import dev.lanewise.bench.results.Contender;
import java.nio.file.Path;

/**
 * Where a side's models come from.
 *
 * @param contender which side
 * @param exact whether it computes in fp32, and so has to give the same vectors
 * @param opener opens a model folder
 */
public record PeerSource(Contender contender, boolean exact, Opener opener) {
  /** Opens a model folder. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Opens a model folder.
     *
     * @param threads the most threads that compute
     */
    Peer open(Path folder, int threads);
  }
}
