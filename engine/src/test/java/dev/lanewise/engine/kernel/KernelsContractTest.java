package dev.lanewise.engine.kernel;

import net.jqwik.api.Tag;

/** The kernel chosen for this process, compiled. */
@Tag("kernel")
class KernelsContractTest extends KernelsContract {
  KernelsContractTest() {
    super(TestKernels.compiled());
  }
}
