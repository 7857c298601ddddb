package dev.lanewise.engine.projection;

import dev.lanewise.engine.kernel.Kernels;
import java.lang.foreign.Arena;

/** A module as its folder describes it. */
public interface ModuleConfig {
  /**
   * Loads the module.
   *
   * @param inputs the components of the vectors that go in
   * @param kernels what computes
   * @param arena what mapped files live as long as
   * @throws dev.lanewise.json.JsonException if it is for vectors of another length
   * @throws dev.lanewise.engine.weights.WeightFormatException if its weights are missing or aren't
   *     what the configuration says
   */
  VectorModule load(int inputs, Kernels kernels, Arena arena);

  /** What it does, for people: {@code dense 768 -> 256 tanh}. */
  String description();
}
