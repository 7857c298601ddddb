package dev.lanewise.engine.kernel;

import dev.lanewise.engine.kernel.KernelSelector.Preference;
import dev.lanewise.engine.kernel.vector.VectorKernels;

/** The kernel of this test run, in each of its states. */
final class TestKernels {
  private static final Kernels CHOSEN = KernelSelector.choose(Preference.AUTO).kernels();
  private static final boolean VECTOR = CHOSEN.name().startsWith("vector");

  private TestKernels() {}

  /** As it is when everything is compiled. */
  static Kernels compiled() {
    return VECTOR ? Modes.of(true) : CHOSEN;
  }

  /** As it is when a process starts. */
  static Kernels starting() {
    return VECTOR ? Modes.of(false) : CHOSEN;
  }

  /** Loaded only where the vector kernel is. */
  private static final class Modes {
    static Kernels of(boolean vectorCode) {
      return ((VectorKernels) CHOSEN).always(vectorCode);
    }
  }
}
