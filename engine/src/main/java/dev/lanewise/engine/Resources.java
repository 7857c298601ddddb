package dev.lanewise.engine;

import dev.lanewise.engine.kernel.Compute;
import dev.lanewise.engine.kernel.KernelSelector;
import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.parallel.WorkerTeam;
import java.lang.foreign.Arena;
import java.util.Optional;

/**
 * What a model is loaded with and lives on.
 *
 * @param kernel the arithmetic kernel
 * @param options how the model is run
 * @param arena what mapped files live as long as
 * @param team the threads that compute
 */
record Resources(KernelSelector.Choice kernel, LoadOptions options, Arena arena, WorkerTeam team) {
  /** What an encoder's blocks are loaded for. */
  Backend backend() {
    return new Backend(kernel.kernels(), options.arithmetic(), options.storage());
  }

  /**
   * What heads are loaded for: they are too small for a narrower form to be worth what it loses.
   */
  Backend headBackend() {
    return new Backend(kernel.kernels(), Compute.FLOAT, Optional.empty());
  }
}
